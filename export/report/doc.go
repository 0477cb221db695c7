// Package report turns what a case knows of a comparison into a report: a tree of sections, tables, figures and
// paragraphs that can be read, tested and drawn.
//
// The contents follow ISO/IEC 17025:2017, 7.8.2 (administrative items, items, method, results, unique identification,
// clear end), ISO 21043-5:2025 (item integrity, significant figures, opinions told apart from results) and the SWGGUN
// documentation guideline (what was compared and why can be reviewed without the evidence). The package claims no
// conformity with any of them.
//
// Lengths are in µm, angles in degrees, times in UTC. What is not known is said to be not known; nothing is left out
// because it is missing. A score is reported as a lead and never as a conclusion.
package report
