// Package markup is marking on the comparison microscope: the annotations of a comparison with undo without limit, the
// tools that draw them, and the layer that shows them. It also turns a drawn region into the points of a scan's grid, for
// masks.
//
// # Frame
//
// Shapes are in their specimen's frame (see package imaging): µm from the centre of the first pixel, x to the right, y down.
// The screen's frame is the viewer's. An annotation drawn on one side appears on the other at once, through a mapping that
// the caller gives: at the microscope the point that is seen at the same place, so that marking follows the alignment.
//
// # Two likenesses
//
// Similar is blue, a whole line and a disc; dissimilar is vermilion, a dashed line and a cross. The colours are a pair that
// people with the common colour-vision deficiencies tell apart (Okabe and Ito, "Color universal design", 2008), and the
// form says it again for a print in grey.
//
// # Limits
//
// A brush stroke and a polygon are kept as they were drawn: nothing is smoothed or snapped. An arrow encloses no points.
package markup
