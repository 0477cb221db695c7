// Package widget holds the general widgets of the workstation: they draw and raise callbacks, nothing else. None of them
// knows a service or a record.
package widget
