// Package cmc compares two prepared scans cell by cell and counts the congruent matching cells.
//
// One scan is divided into 8×8 cells. For each, the place on the other scan where it correlates best is sought. Cells that
// come from the same tool agree on where that is; cells that resemble each other by chance do not.
//
// Two ways are here:
//
//   - Exhaustive, as published: every cell is sought at every rotation in a region of three times its side, and
//     either counted at its best rotation (rule "original": J. Song, Proposed "NIST Ballistics Identification System (NBIS)" based on 3D topography
//     measurements on correlation cells, AFTE J. 45(2), 2013) or at the rotations on which cells agree
//     (rule "high": M. Tong, J. Song, W. Chu, J. Res. NIST 120, 2015, 10.6028/jres.120.008).
//   - Registered: the whole scans are laid on each other first (package register) and every cell is sought only close to
//     where that puts it.
//
// # Units and frames
//
// Lengths are µm in the scans' own frames (package imaging), angles degrees from a cell's own scan to the other. Correlations are Pearson's r
// over the points that both have.
//
// # Limits
//
// A count depends on the size of the mark: quote the number of comparable cells with it. The published rules search
// rotations of ±30° only and find nothing when a case lay further round.
package cmc
