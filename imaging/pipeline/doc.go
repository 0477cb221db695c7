// Package pipeline prepares measured surfaces step by step, as a recipe that can be read, stored and run again.
//
//	r := pipeline.Default()
//	stages, err := r.Stages(ctx, s)       // every intermediate surface and mask, for looking at
//	last, err := r.Run(ctx, s)            // the same last stage, the others let go
//	b, err := json.Marshal(r)             // what was done; running it again gives the identical surface
//
// Nothing is changed in place: a stage holds a new surface, the measured one stays as it is. One step at a time (Start, Apply) and
// all at once have the same digits.
//
// # Steps
//
// Kinds lists them with parameters, units, defaults and sources. In the usual order:
//
//   - mask: which region is the breech face. It is proposed (filter.ProposeFace), given as data (Mask), or all there is. A proposal is generous:
//     it is the region a person would paint.
//   - outliers: points that are no part of the relief.
//   - margin: which points of an unfiltered face are too steep or too near its edge to be compared. A scan that was filtered already has none.
//   - trim: the rectangle around what is left.
//   - level: form removed: robust plane, RANSAC plane or a surface of second order.
//   - high-pass, low-pass: Gaussian regression filters in the manner of ISO 16610-61 and -71. Missing points have no weight.
//   - floor: a surface flat to rounding is made flat.
//   - resample: to a common spacing.
//   - contrast: local contrast evened out, for comparison only.
//
// # Units and frames
//
// Heights and lengths are µm. A stage's field knows where its first point lies in the measured scan's frame, so that
// trimmed and resampled stages still speak of the same points.
//
// # Memory
//
// A field takes 8 bytes a point; Run holds three at a time, some 300 MB for 4096×3072 points. Stages holds all of them: for scans of
// that size use Run with a watcher.
package pipeline
