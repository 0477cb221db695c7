// Package score says how well a score tells pairs of marks from the same source (known matches, KM) from pairs of
// different sources (known non-matches, KNM), and keeps such a validated body of scores as a reference set, so that a
// new score can be shown beside the best known non-match.
//
// A score is a plain number without unit; higher means more alike. It is a lead: nothing here decides anything.
//
// # Figures
//
// The area under the ROC curve is the probability that a KM pair taken at random scores higher than a KNM pair, a tie
// counted as half (Mann and Whitney 1947, doi:10.1214/aoms/1177730491); it is counted exactly, not fitted. The variance
// ratio is Σ_g (m_g − m)² / Σ_g s_g² over the groups g = KM, KNM, with m_g the group's mean, s_g² its sample variance and
// m the mean of all pairs; the two groups count alike however many pairs they have (Zemmels, VanderPlas and Hofmann,
// R Journal 14(4), 2023). Sums run over sorted values, so the order in which pairs were compared cannot move a digit.
//
// # Weight of evidence
//
// A reference set says what it was measured on (Domain) and which sources its pairs come from. Calibrate turns it into what
// gives a score its likelihood ratio: how many times more probable such a score is for marks of one source than of two.
//
//   - Model: logistic calibration (fit), both kinds of pair counting alike. A set whose kinds do not overlap has no finite
//     fit; of either kind one unseen pair is taken to lie among the other kind.
//   - Interval: 95 % from 1000 draws of the sources with replacement. Pairs are never drawn: a source's scans stand in many of
//     them. In every draw the unseen share is drawn from Beta(1, n), the distribution behind the exact bound for 0 of n.
//   - Resolution: n is the effective number of pairs, by how much more their mean varies from draw to draw than that of as
//     many independent ones. No likelihood ratio and no end of an interval goes beyond it: a set of 300 effective
//     different-source pairs never says more than 300.
//   - Declined, with the reason: another method, version, parameters, mark, instrument, spacing, make or ammunition than the
//     set's; a score that no pair of the set has; pairs of one source from fewer than five sources. A domain that is not
//     stated covers nothing; only a make or ammunition that the pair does not state either stays a condition, to be said
//     beside the number. There is no way to ask two sets at once: limits set on one make do not transfer to another.
//
// Evaluate says whether the likelihood ratios hold: Cllr of those of the set's own pairs, each made without its sources'
// pairs, and the Tippett plot of the same. The prior odds are nobody's business here.
//
// Error rates come with exact bounds (ClopperPearson, AtMost): 0 of 7 is at most 35 %, not 0. They count pairs as independent
// trials; Resolution says how far that is from the truth.
//
// # Evidence
//
// On the 40 scans of Fadul et al. 2011 (63 pairs of one slide, 717 of different ones), by version 3 of the methods, as tracemark validate
// --rules registered,surface prints it:
//
//	score                 Cllr   min   LR on the wrong side of 1                  effective pairs   AUC   variance ratio
//	registered            .104   0     0 of 63 (≤ 4.6 %), 0 of 717 (≤ .42 %)      14 and 42         1      35.8
//	registered_fraction   .052   0     0 of 63 (≤ 4.6 %), 0 of 717 (≤ .42 %)      28 and 73         1     157.8
//	surface               .069   0     0 of 63 (≤ 4.6 %), 0 of 717 (≤ .42 %)      20 and 89         1      48.0
//
// Cllr stays above its minimum because the set is small: with 14 effective pairs of one slide no likelihood ratio is let
// go far. The methods' parameters were chosen with this set at hand, so these are no error rates.
//
// # Limits
//
// The line is the model's choice: where log likelihood ratios do not grow in a line with the score it is off, which Cllr, much
// above CllrMin, shows. The effective number is taken from the mean, and the tail may share more. The figures describe the set
// that was measured. They say nothing about other makes, ammunition or instruments, and a set without false answers does not
// show that the error rate is zero.
package score
