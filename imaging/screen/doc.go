// Package screen ranks a gallery of breech faces by two measures that are much cheaper than a comparison, so that package compare need look at
// the first few only. What a screening leaves out has not been compared: say so where a list is shown.
//
//	f, err := screen.Prepare(ctx, scan.Surface(), screen.Default()) // scan is a compare.Scan
//	d := f.Describe()                                              // once per scan; the gallery keeps d
//	q, err := f.Query(ctx)                                         // once per search
//	m := q.Score(d)                                                // per scan of the gallery
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
// # S1
//
// Correlate is the first step of package compare alone: whole surfaces at 50 µm, all rotations by 3°, shifts of 500 µm. It needs no hole.
//
// # Recall
//
// Fadul, 40 scans of 10 consecutively made slides: every scan of the query's slide (1 to 4 of them) among the 39 others, for all 40 queries:
//
//	                                                all in first 5   all in first 10   same slide min   different max   AUC
//	rings                                            40 of 40         40 of 40          .29              .24             1.0000
//	S1                                               40 of 40         40 of 40          .24              .22             1.0000
//	polar power spectrum at 50 µm (left out)         40 of 40         40 of 40          .26              .26             1.0000
//	magnitudes of the rings' harmonics (left out)     9 of 40         17 of 40         -.32              .46              .85
//
// For one set of altered copies as queries (turned at random, shifted, resampled at .9 to 1.25 of the spacing, a fifth cropped, 0.5 µm of noise
// per point) against 40 scans, of 40 queries, the rings had all in the first 5 for 40 and the power spectrum for 39; for another set, made
// from other random numbers (TestProveFadul), the rings had all in the first 5 and 10 for 38, the others in the first 11 and 40. Of 40
// simulated scans of 20 firearms the other shot came first for 40 (rings) and 38 (power spectrum).
//
// # Time
//
// One core of a Xeon, Fadul, processor time: Score 40 to 45 µs, Correlate 1.6 ms (3 ms was aimed at). Benchmarks are in scans_test.go and, over a whole
// gallery, in package compare (Screening); a busy machine shows more.
//
// # Limits
//
//   - A face whose hole is not found (filled, cut off by a crop, very irregular) or lies more than 225 µm from where the partner's was
//     found is missed by the rings; Correlate is then the way. The copy above
//     that came 40th is of this kind (centre 401 µm off), the one that came 11th is not.
//   - Judged on one make and instrument, and on simulated scans. Other makes, apertures and ammunition have not been tried.
//   - Score is not symmetric: exchanging query and gallery changes it a little.
package screen
