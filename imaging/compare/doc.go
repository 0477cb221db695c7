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
//	registered             18.5 / 27.8 / 36              3.5                    1      35.8
//	registered_fraction     .71 / .94  / 1                .16                   1     158
//	surface                 .47 / .69  / .83              .18                   1      48.0
//	original                 13 / 20.7 / 28                4                    1      22.7
//	high                     19 / 28.3 / 34               15                    1      40.1
//
// The same separation (AUC 1 of registered, fraction and surface; every same-slide pair above every fifth different-slide pair) held when the second scan of
// each pair was turned at random over 360° and sampled at 7.4 or 12 µm, when it was given slope and curvature as a raw scan has, and
// with 1.5 µm of white noise per point (fraction .26 at least, against .09). With only a sector of 120° of it left, AUC was
// .996 to .999 and the fraction of different slides reached .67 on few cells.
//
// The count's variance ratio is mostly the marks' sizes: scans of the set have 23 to 38 cells. Cells that miss up to 90 %, as in the publication's
// own run over these pairs, instead of 85 %, its package's default, would make it 42.2 (21 / 30.2 / 38, different slides 4.5). The default stays,
// because what it would gain here it loses elsewhere: r over the few points of a small cell exceeds 0.5 by chance, of 10 to 20 % of the cells with 150
// common points, of 5 % with 250, of 1 % and fewer from 400 on, the same on this set and on synthetic faces of different firearms; and with
// weak synthetic marks (14 firearms, 3 shots each, three strengths) the AUC of the count was 1, .998 and .961 with 85 % and 1, .986 and .924 with 90 %.
// Asking more of small cells (r√n/√(1−r²) ≥ 10, 11 or 12), a second search about the pose, similarity or affinity that the congruent cells fit, square
// cells, and a wider search did not separate better either.
//
// Two places of S1 are one only when they are neighbours on its grid (4°, 110 µm). Within 7° and 150 µm, as tried first, a chance maximum could
// hide the true place: on this set that happened as soon as the sampling or the band-pass was changed a little.
//
// # Benchmarks
//
// On a 2.6 GHz Xeon with AVX2, two cores, otherwise idle, November 2026; medians of the time on the clock on one core; Fadul 1-1 with 1-2. make bench-engine
// with TRACEMARK_SCANS set measures them again:
//
//	Pair            registered and surface, one pair                  8.2 ms    1
//	PairPlainGo     the same in plain Go                             32.4 ms    4 times
//	PairSurface     surface alone, one pair                           5.0 ms     .6
//	Fadul           registered and surface, all 780 pairs of Fadul    3.4 s on both cores, 6.6 s of processor time
//	PairExhaustive  original and high, one pair                     153 ms     19 times
//	Screening       surface at 50 µm, per scan of the gallery         1.4 ms     .2
//	Prepare         preparation, one scan                            37 ms
//	                cmcR 0.1.11, one pair, both directions           45 to 80 s  5,500 to 9,800 times
//	                NFI scratch-core, one pair                        5 to 9 s   610 to 1,100 times
//
// The last two are other people's programs with their own parameters, run on the same kind of machine. A pair of 4096×3072 points holds 678 MiB at most.
//
// # The same digits everywhere
//
// Sums have one order, products are rounded one by one (package kernel, whose assembly gives the bits of its plain Go), and functions of package math
// that differ between processors are not used: a result does not depend on the processor or on the number of goroutines. Of a pair, the scan whose content has the smaller SHA-256 is
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
