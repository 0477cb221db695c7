// Package prepare is the screen of one topography's preparation: every step from the measured surface to the one that is
// compared, with its parameters and what it left, and the mask that says which points take part.
//
// The mask is edited over the picture. What is left out is tinted; a stroke or a polygon takes points in or leaves them out
// and can be undone without limit. Nothing is overwritten: saving makes the next version, with the reason, and an older
// version can be looked at or started from. Changes that were not saved wait for the next visit.
package prepare
