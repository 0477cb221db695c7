// Package register finds the rotation and shift that lay one prepared scan on another: steps S1 and S2 of the
// registration-first comparison.
//
// S1 correlates the whole surfaces at a coarse spacing for rotations all around and keeps a few places. S2 refines them
// with Pearson's correlation over the points that both scans have, and keeps the best. Nothing is assumed about how the
// cartridge case lay in the microscope.
//
// # Units and frames
//
// Lengths are µm, angles degrees. A pose maps the frame of the first scan to that of the second, as imaging.Pose says.
// Images are prepared fields of package filter; their values have no unit.
//
// # Score
//
// z = r·√(n/n0): r is Pearson's correlation over the n points that both scans have, n0 the number of measured points of the
// smaller scan. The root keeps a chance agreement on a small overlap from outshining a fair one on a large overlap.
//
// # Limits
//
// Overlap smaller than about a third of the smaller scan, and scans whose measured regions are offset against their
// outlines by more than the search range, may be missed. The search range is stated by Search.
package register
