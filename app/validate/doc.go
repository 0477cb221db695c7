// Package validate measures the product's methods on a collection of scans whose sources are known: it compares every
// pair, describes the scores of same-source (KM) and different-source (KNM) pairs, and leaves the distributions as a
// reference set that reports cite.
//
// The truth is a CSV with the columns `scan` and one that groups the scans by source, of any name. A published table of
// the same pairs can stand beside our figures: columns `reference` and `compare`, and the published count in a column
// called `cmcs`, `cmc` or `score`, else in the last one.
//
// Besides, every score gets its own best threshold on the collection, and the pairs that two scores would decide
// differently are listed; likelihood ratios are made from every score and tried on the pairs of sources they were not made
// from (package score).
//
// # Times
//
// The time per pair is that of the default rule's method and the whole surfaces' together, in the one goroutine that compares
// the pair, with both scans prepared; the time of preparing one stands beside it, without reading its file. With more jobs
// than idle cores both come out too long.
//
// # Limits
//
// Every prepared scan is held in memory while the run lasts. What is measured holds for the collection: it says nothing
// about other makes, ammunition or instruments.
package validate
