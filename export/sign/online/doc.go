// Package online asks time-stamp services for tokens and responders and lists about revocation, over HTTP.
//
// It is the only part of signing that uses the network, apart so that programs that check signatures contain none of it.
// What comes back is judged by packages timestamp and revocation, which stand alone; what does not pass is an error. Answers
// are bounded in size and time.
package online
