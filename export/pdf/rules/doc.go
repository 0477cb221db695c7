// Package rules checks a PDF file against ISO 19005-3:2012 (PDF/A-3), level B. It is an own check: no outside program that knows part 3 took part, and a file
// in which it finds nothing is one in which it found nothing.
//
// It is stricter than the standard where that is simpler and the files of package pdf have no need of the freedom: what it does not know it reports.
//
// # What is checked
//
//	6.1.2   header: version line at byte 0, comment of four bytes above 127
//	6.1.3   trailer: /ID of two strings, no encryption, nothing after the last end mark
//	6.1.7   streams: length (the reader asks for it), no external data, filters FlateDecode and DCTDecode alone
//	6.1.8   names are UTF-8
//	6.1.12  no permissions but those of signatures
//	6.1.13  limits of integers, strings, names, objects, nesting of q
//	6.2.2   content: operators of ISO 32000-1 alone, q and Q in pairs, BT and ET too, resources that are named exist
//	6.2.3   one output intent for PDF/A with an ICC profile of version 2 or 4 for an output or a display, its colours as its /N
//	6.2.4   colours: DeviceGray, DeviceRGB under an RGB profile; nothing else is known
//	6.2.5   no graphics state parameters but those of line and text
//	6.2.6   rendering intents
//	6.2.8   images: no alternates, no interpolation, bits 1, 2, 4, 8 or 16, as much data as their size asks for where they are packed
//	6.2.9   forms: no PostScript, no reference XObjects, no OPI
//	6.2.10  no transparency: groups, soft masks, blend modes, alpha
//	6.2.11  fonts: composite TrueType with Identity-H alone, embedded, with CIDToGIDMap; a name as in the descriptor; each character drawn has a glyph of its own
//	        that the file holds, and the width that is stated for it, to within a thousandth; a CIDSet is complete
//	6.3     annotations: types, flags, appearance
//	6.4     forms: no NeedAppearances, no XFA, no actions of widgets and fields
//	6.5     actions: no forbidden type, no additional actions
//	6.6.2   metadata: there, not packed by another filter than Flate, well formed, no encoding in the packet's head, known properties alone
//	6.6.3   document information: the same as in the metadata
//	6.6.4   part 3, conformance B
//	6.8     attachments: names, type, relation, size and date, named in an array /AF
//	6.9     no optional content
//	6.10    no alternate presentations
//	6.11    no requirements
//
// # What is not checked
//
// The spacing of 6.1.4 to 6.1.6 and 6.1.9 within the file; the contents of the ICC profile beyond its head; the outlines of glyphs; JPEG data; whether a
// signature is one (package sign); anything of level A or U; older revisions of a file.
package rules
