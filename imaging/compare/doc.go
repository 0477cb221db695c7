// Package compare compares two measured breech faces, from the surfaces to the results of named methods.
package compare
