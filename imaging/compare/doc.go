// Package compare compares two measured breech faces: from surfaces, preprocessed or raw, to the results of named methods.
//
//	a, err := compare.Prepare(ctx, surfaceA, compare.Default()) // once per scan
//	b, err := compare.Prepare(ctx, surfaceB, compare.Default())
//	results, err := compare.Pair(ctx, a, b)                     // all methods; Pair(ctx, b, a) has the same digits
//
// A score is a lead for an examiner, never a conclusion.
//
// # Units and frames
//
// Lengths are µm and angles degrees. Poses, cells and points of a result lie in the original scans' frames (package
// imaging), whatever was cropped or resampled in between. No parameter is in pixels: scans of unequal spacing, also
// along x and y, are compared as they are.
//
// # Preparation
//
// The steps are those of Params.Recipe (package pipeline): they can be listed, stored, run again and looked at one by one.
//
//   - Mask: the breech face. A scan that holds nothing but a face (97 % of its points within 20 µm of one plane) keeps all of it. In a raw
//     scan of a case head it is sought (filter.ProposeFace) and a note says what share was kept: look at Scan.Surface before relying on the
//     score. PrepareMasked takes a face given by a person.
//   - Outliers: what sticks out of the band of 20 µm, and single points that stand out from their neighbours.
//   - Margin: of a scan that has not been filtered yet, what is too steep or within 25 µm of the face's edge; masks painted by hand run over both.
//   - Robust plane, then Gaussian band-pass 16–500 µm, at the scan's own spacing. Scans that went through this before hardly change.
//   - P1 common spacing 6.25 µm; P2 high-pass 250 µm; P3 division by the local RMS (300 µm, plus 0.3 of the whole);
//     P4 soft limit at 2 standard deviations; P5 halved to 12.5, 25 and 50 µm.
//
// Missing points are never filled in.
//
// # Methods
//
// Methods lists them. "registered" and "surface" lay the whole surfaces on each other first: S1 correlates them at 50 µm at all
// rotations by 3° and keeps ten places, S2 refines these at 50 and 25 µm and keeps the best, whose z is the score "surface"
// (package register). S3 and S4 then compare 8×8 cells of either scan near that pose and count those that agree (package cmc,
// Registered): the score "registered" is the mean of both directions, "registered_fraction" what they are of the comparable cells.
//
// "original" and "high" are the published rules: every cell at rotations of ±30° by 3° over three times its side, in both directions. They
// compare the band-passed heights, as published, at 12.5 µm. On the surfaces after P2–P4 they separate better, but their counts are then no
// longer those of the publications: the documented pair Fadul 1-1 with 1-2, 17 to 18 in three documents, gets 19 on heights and
// 23 after P2–P4. Params.PlainHeights chooses. Beyond ±30° they find nothing, and a note says so.
//
// # The score that decides
//
// DefaultScore is the count, the mean of both directions: a chance agreement of a few cells stays a few cells, however small the overlap.
// Between equal counts the fraction decides, then the surface (RankScores). The count grows with the size of the mark, which varies
// from gun to gun and with every mask: the fraction beside it does not, but is coarse on few cells; a note says when there are fewer
// than ten.
//
// # What it was tuned on
//
// P1–P5 and S1–S4 have the values of an ablation on the Fadul set (40 confocal scans of 10 consecutively made 9 mm slides,
// 63 same-slide and 717 different-slide pairs); Params.List names the source of each value. On that same set, so as a check of the program and
// not as an error rate:
//
//	score                 same slide min / mean / max   different slides max   AUC   variance ratio
//	registered             18.5 / 27.6 / 36              3.5                    1      34.9
//	registered_fraction     .71 / .93  / 1                .16                   1     147
//	surface                 .46 / .69  / .83              .18                   1      47.8
//	original                 13 / 20.7 / 28                4                    1      22.7
//	high                     19 / 28.3 / 34               15                    1      40.1
//
// The same separation (AUC 1 of registered, fraction and surface; every same-slide pair above every fifth different-slide pair) held when the second scan of
// each pair was turned at random over 360° and sampled at 7.4 or 12 µm, when it was given slope and curvature as a raw scan has, and
// with 1.5 µm of white noise per point (fraction .26 at least, against .09). With only a sector of 120° of it left, AUC was
// .996 to .999 and the fraction of different slides reached .67 on few cells.
//
// # The same digits everywhere
//
// Sums have one order, products are rounded one by one, and functions of package math that differ between processors are not used: a result
// does not depend on the processor or on the number of goroutines. Of a pair, the scan whose content has the smaller SHA-256 is
// the one that is turned, so that exchanging the two changes nothing.
//
// # Limits
//
//   - Tried on one instrument, make and ammunition. One pair of raw scans of another make and instrument registers (-6.6°; 15 cells,
//     fraction .52 with the face found automatically, 14 and .47 with masks painted by hand, which it overlaps by .93 and .92 of the union);
//     larger sets of other guns, ammunition and instruments have not been tried here.
//   - Only impressed marks whose lie is a rotation and a shift; no firing-pin impressions, no striated marks.
//   - Marks alike on all scans, such as a turned primer's rings or a mask's edge, register by themselves at any rotation.
//   - Partial marks below about a third of a face may be missed, and small overlaps inflate fraction and z: read the count.
//   - The coarsest spacing that is compared as measured is 12.5 µm; coarser scans get a note.
package compare
