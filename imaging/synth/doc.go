// Package synth makes breech-face scans of firearms that do not exist, for tests, demonstrations and training.
//
// A Firearm is a random breech face: machining marks (parallel or arched striae at wavelengths from 20 to 400 µm) and an
// individual granular texture. Fire presses it into a primer: each shot has its own rotation, shift, force, lost contact,
// texture of the primer, tilt, bulge, dropouts and noise. Shots of one firearm therefore agree well but not perfectly,
// and shots of two firearms agree by chance only. The same seed gives the same scan, and because the pose of every shot
// is known (TruePose), registration can be tested against the truth.
//
// # Frame and units
//
// Scans have the frame of package imaging, lengths and heights in µm. The firearm's own frame has its origin at the
// firing-pin hole; Pose lays it on a scan.
//
// # Limits
//
// The scans are for exercising software. They are no model of any real population: error rates measured on them say
// nothing about casework. File marks what it makes so that nobody mistakes it for a measurement.
package synth
