// Package verification is the screen of a case's verifications: who was asked for a second examiner's own conclusion, what waits for the
// person at the desk, and what came of the others, with both views beside each other. Of a pair that waits for the person at the desk it
// shows no label, name, figure or conclusion; the services hand out none.
package verification
