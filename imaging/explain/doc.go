// Package explain turns the result of a comparison into what a person, another program or a report can look at: where the
// aligned surfaces are alike and where they differ, and how the count would be under other thresholds and filters.
//
//	maps, err := explain.Align(ctx, viewA, viewB, pose, explain.Default())  // of compare.Scan.Surface
//	counts := explain.Thresholds(result, explain.DefaultGrid())             // from the cells alone
//	outcomes, err := explain.Filters(ctx, a, b, explain.Settings(), tell)   // computed anew, seconds
//
// # Units and frames
//
// Lengths and heights are µm, angles degrees. Maps lie in scan A's frame (package imaging) on a grid of their own, whose
// origin and spacing they state. A value that is not known is NaN, null in JSON: where either scan was not measured there is
// no difference.
//
// # Similarity
//
// The similarity at a point is Pearson's r of both surfaces over a square about it, after preparation (levelled,
// band-passed), over the points that both have; unknown where fewer than a quarter of the square's points are. It is for
// looking at: no score is made from it.
//
// # Robustness
//
// Thresholds repeats the last step of the method "registered" on the stored cells: the same rule, other numbers. At the
// method's own numbers it gives the method's own count. It cannot show what a wider search for cells would have found, nor
// the published rules, whose cells are stored at their best rotation only. Filters prepares both scans anew with one
// parameter changed at a time.
//
// Neither is a confidence interval. A count that falls with every step shows that the marks agree by a margin that the
// thresholds decide; it does not show which threshold is right.
package explain
