// Package filter prepares measured surfaces for comparison: it finds the breech face in a raw scan, levels it, passes a
// band of wavelengths, brings scans to one spacing and evens out local contrast.
//
// # Units and frames
//
// Heights and lengths are µm. A Field is a working copy of a surface in single precision; its first pixel's centre
// lies at (X0, Y0) of the scan's own frame, so that a resampled field still speaks of the same points.
//
// # Missing data
//
// A point that was not measured has weight 0 and no influence: every filter is a normalised convolution,
// blur(z·m)/blur(m), m being 1 where measured (H. Knutsson and C.-F. Westin, Normalized and Differential
// Convolution, CVPR 1993). Nothing is inpainted; a filter never makes a missing point measured.
//
// # Filters
//
// A Gaussian of wavelength λ has the standard deviation λ/2π, the convention of cmcR, whose parameters
// the published results were computed with. It passes exp(-1/2) = 61 % of a wave of length λ. (ISO 16610-21 passes 50 %:
// its standard deviation is 0.187·λ; a cut-off quoted by that standard corresponds to 0.85 of the same cut-off here.)
// Short Gaussians are sampled kernels cut at 4σ; long ones are recursive (R. Deriche, INRIA report 1893, 1993, fourth order)
// and stay within 5·10⁻⁴ of the kernel's peak along each axis. Regression has both conventions, the polynomials of order 1 and 2 of ISO
// 16610-61 and the reweighting of ISO 16610-71; its orders 1 and 2 use sampled kernels throughout and are slow: for looking, not for galleries.
//
// # Limits
//
// ProposeFace assumes that the breech face is the largest smooth surface near the scan's middle that is no wider than a primer, and that a
// step or a rim of more than 20 µm or a slope of 0.2 bounds it. An aperture whose edge left no such trace is taken for
// face; a face rougher than that, or disturbed all over, is found in part or not at all. It is a proposal: a person can edit it.
package filter
