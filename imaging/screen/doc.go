// Package screen ranks a gallery of breech faces by two measures that are much cheaper than a comparison, so that package compare need look at
// the first few only. What a screening leaves out has not been compared: say so where a list is shown.
//
//	f, err := screen.Prepare(ctx, scan.Surface(), screen.Default()) // scan is a compare.Scan
//	d, err := f.Describe()                                         // once per scan; the gallery keeps d ...
//	r := f.Relief()                                                // ... and r
//	q, err := f.Query(ctx)                                         // once per search
//	m := q.Score(d)                                                // per scan of the gallery
//	m, err = f.Relief().Correlate(ctx, r, screen.Default().Search) // per scan that the rings put first
//
// # Units and frames
//
// Lengths are µm and angles degrees, poses in the frames of the surfaces given (package imaging). Scores have no unit and rank only: they are no
// result of a comparison and no reference set exists for them.
//
// # The rings (Version)
//
// The surface after P1–P5 at 25 µm, without wavelengths below 150 µm, is unrolled along 23 rings of 500 to 2150 µm radius about the firing-pin
// hole; a descriptor is the Fourier coefficients of the rings over angle, one byte each, in Size bytes. The hole is part of the breech face,
// so its centre is where the marks' is. Score correlates the rings over all rotations at once by one transform (E. De Castro and C. Morandi, IEEE
// Trans. Pattern Anal. Mach. Intell. 9, 1987, doi:10.1109/TPAMI.1987.4767966, have the idea), for the 29 places within 225 µm of the
// query's fitted centre. Radii, wavelength and reach follow from primers' sizes and from the centre's error (median 27, largest 99 µm on
// the 63 same-slide pairs of Fadul); none was tuned to the recall.
//
// # Faces without a descriptor
//
// A hole counts as found when half of all directions meet its edge on one circle. Version 1 took any centre that it could get, and 401 to 429 µm
// beside the true one (the farthest edge's centre, where no hole was found) a scan stood at places up to 40 of 40. Of 80 cropped copies used in
// developing, every centre that was found lay within 11 µm of the whole scan's, on arcs of 73 of 180 directions and more; none was found in the 2
// misplaced ones. Of sectors of 120°, which hold 60 to 62 directions, half gave a centre within 30 µm, and their rings still told little. Half a
// circle lies between, is the least that rules out a centre on the far side, and was not moved to
// reach a figure. ErrNoDescriptor says that a face has less: it is to be screened by its relief only, whether it is sought or in the gallery.
//
// # The relief (ReliefVersion, S1)
//
// Relief.Correlate is the first step of package compare alone: whole surfaces at 50 µm, all rotations by 3°, shifts of 500 µm. It needs no hole.
// Heights are kept in one byte each, 1/60 of a standard deviation, and compared so even when they have not been stored.
//
// # Recall
//
// Fadul, 40 scans of 10 consecutively made slides. Places are among the 39 others, for copies among all 40 scans (their own original is one of
// them), of all scans of the query's slide. The copies are turned at random and resampled at .9 to 1.25 of the spacing, those cropped have lost a
// fifth and 0.5 µm of noise per point, those noisy have 1 µm and 5 % of the points missing; two sets of each, from random numbers
// that were not used in developing (TestProveFadul):
//
//	queries                           described   one first   all in 5   all in 10   last
//	rings: scans                       40 of 40    40          40         40          4
//	rings: cropped                     39, 38      39, 38      39, 38     39, 38      5
//	rings: cropped, among cropped      39          39          38         39          6
//	rings: noisy                       40, 40      40, 40      40, 40     40, 40      5
//	rings: noisy, among noisy          40          40          40         40          5
//	rings: sectors of 120°             none
//	S1: scans                          40          40          40         40          4
//	S1: cropped                        40          40          40         40          5
//	S1: sectors of 120°                38          38          28         31          40
//	S1: noisy                          40          40          40         40          5
//
// A larger gallery: with 2,100 simulated scans of 2,000 firearms added to the 40, all of the slide were within the first 4 for the scans, 5 for
// cropped and 7 for noisy copies by rings (of the sets used in developing), as without them; S1 was not
// measured in it (TestProveGallery does). Of 100 simulated second shots the first came first for 100. Simulated faces are farther from
// Fadul's than its slides are from each other, so this shows that a gallery of other marks does not crowd in, not how many consecutively
// made slides could be told apart.
//
// Left out, because they do worse: a polar power spectrum at 50 µm (40 of 40 in the first 5, same slide from .26, others up to .26, against .29
// and .24 of the rings) and the magnitudes of the rings' harmonics alone (9 of 40 in the first 5, 17 in the first 10).
//
// # Time
//
// One core of a Xeon, Fadul, processor time; make bench measures it again, and a busy machine shows more:
//
//	Score                                       35 µs
//	10,000 descriptors, decoded and scored     .35 s
//	Correlate, with a relief as it is kept     1.6 ms
//	Describe                                    .4 ms, once per scan
//	Query                                       17 ms, once per search
//
// # Limits
//
//   - Scans whose holes are fitted more than 225 µm apart, as on an aperture that is not round, may be missed by the rings; Correlate is
//     then the way.
//   - S1 finds other scans by a third of one only where the marks are strong (sectors above): where part of a face is sought in a gallery
//     that is not compared whole, compare more of it.
//   - Judged on one make and instrument, and on simulated scans. Other makes, apertures and ammunition have not been tried.
//   - Score and Correlate are not symmetric: exchanging query and gallery changes them a little.
package screen
