// Package render makes pictures of measured surfaces: a grey relief under a virtual light, thumbnails, and the figure of
// a compared pair for the report.
//
// # Frame and units
//
// A picture has row 0 of the surface at its top and column 0 at its left; x grows to the right, y down, as in package
// imaging. Heights and lengths are µm. Slopes are true: µm up per µm along, never exaggerated.
//
// # Relief
//
// A matt surface reflects in proportion to the cosine between its normal and the direction to the light (Lambert 1760).
// The slopes of fired marks are a few hundredths, so the plain cosine would show them in a dozen grey levels. Relief
// therefore multiplies the difference from the median brightness by a gain, chosen so that the middle 60 % of the
// measured points span 40 % of the grey scale. The gain changes contrast, not geometry; AutoGain returns it and
// PairFigure prints it. A gain of 1 is the plain cosine.
//
// Points that were not measured are hatched in blue-grey. They are never filled in.
package render
