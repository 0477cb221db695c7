// Package pdf draws a report as an A4 PDF.
//
// Fonts are embedded (Liberation Sans and Mono, SIL Open Font License 1.1), colours are sRGB with the ICC's profile as
// output intent (icc/LICENSE.color.org), the bytes depend on the document alone: the same document gives the same file.
// The file carries XMP metadata that make no claim of PDF/A conformance, because none has been proven.
//
// Positions and sizes are in millimetres from the page's top left corner, font sizes in points.
//
// # Limits
//
// Text is set from left to right without shaping. Characters that the fonts do not have, characters that are invisible
// or change the direction of writing, and scripts that are written from right to left are shown as their code points,
// such as [U+05D0]: a reader sees that something stands there and what it is, and never a wrong order of characters.
// The file is not tagged.
package pdf
