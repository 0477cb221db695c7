// Package pdf draws a report as an A4 PDF, and reads what is attached to one.
//
// Fonts are embedded (Liberation Sans and Mono, SIL Open Font License 1.1; DejaVu Sans, licence of Bitstream Vera and Arev, where something is written from
// right to left), colours are sRGB with the ICC's profile as output intent (icc/LICENSE.color.org), the bytes depend on the document alone: the same document
// gives the same file, on any number of processors.
//
// A file says that it is PDF/A-3b (ISO 19005-3). That is what the own check of package rules finds, and no more: no outside program that knows part 3 has
// judged it. What an outside program has judged is the rendering of the same pages as PDF/A-1b (Options.Part1), which PDFBox Preflight finds valid, unsigned and
// signed. Part 1 allows no attachments and asks for a CIDSet; otherwise both renderings have the same objects.
//
// Positions and sizes are in millimetres from the page's top left corner, font sizes in points.
//
// # Writing from right to left
//
// Arabic letters take the forms that they have in a word (Unicode's presentation forms, by which NFKC gives the letters back), lines are ordered by Unicode
// Standard Annex 9 without its control characters; the levels are those that java.text.Bidi finds. A serial number, an id and any other number or Latin word
// keeps its order. Programs that take the text out of a page read the letters themselves and, in the order of the content, the words in the order in which
// they are read; a bracket that touches a word written from right to left may be read on its other side.
//
// # Limits
//
// Check refuses what is not drawn without a doubt, and names the field: characters that the fonts do not have, that cannot be seen or that change the direction
// of writing, marks that stand on a letter and do not compose with it, numbers that follow writing from right to left inside a sentence that runs from left to
// right, scripts from right to left other than Hebrew and Arabic, Arabic letters without presentation forms, characters beyond the basic plane. A draft shows
// them as their code points, such as [U+05D0]: a reader sees that something stands there and what it is, and never a wrong order of characters.
//
// Pictures are drawn with eight bits to a colour. The file is not tagged: it is not for level A and not PDF/UA.
package pdf
