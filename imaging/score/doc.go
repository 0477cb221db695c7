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
// # Limits
//
// The figures describe the set that was measured. They say nothing about other makes, ammunition or instruments, and a
// set without false answers does not show that the error rate is zero.
package score
