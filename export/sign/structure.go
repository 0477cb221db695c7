package sign

import "tracemark/export/sign/pdffile"

// structure says what is odd about the file's structure. In a document that was signed nothing of it has a good reason:
// each lets two readers see two documents in one file, or keeps content in it that no reader is shown. What was in the file
// and unused when it was signed is a warning: every reader that follows the file's own tables shows the same.
func (v *verifier) structure() {
	if len(v.found) == 0 {
		return
	}
	first := len(v.f.Revisions)
	for _, s := range v.found {
		if s.revision >= 0 {
			first = min(first, s.revision)
		}
	}
	said := 0
	for _, o := range v.odd {
		if o.Kind == pdffile.Comment && o.Revision <= first {
			continue // signed with the rest, and no reader shows it
		}
		if o.Kind == pdffile.Gap && o.Revision <= first {
			v.warn(CodePrepared, "At byte %[1]d the file holds something that belonged to no part of the document when it was signed: it may be hidden content.", o.At)
			continue
		}
		if said++; said > maxNamed {
			v.problem(CodeStructure, "There are %[1]d more places of this kind in the file.", len(v.odd)-maxNamed)
			return
		}
		switch o.Kind {
		case pdffile.NoEnd:
			v.problem(CodeStructure, "An update of the file has no proper end (byte %[1]d): programs may read it differently.", o.At)
		case pdffile.Trailing:
			v.problem(CodeNotAllowed, "%[1]d bytes were added behind the end of the file, and no signature covers them.", len(v.f.Data)-o.At)
		case pdffile.TwiceNamed:
			v.problem(CodeStructure, "A table of the file names object %[1]d twice: programs may read it differently.", o.Object)
		case pdffile.Elsewhere:
			v.problem(CodeStructure, "An update of the file brings back an older or hidden version of object %[1]d.", o.Object)
		case pdffile.Overlap:
			v.problem(CodeStructure, "Object %[1]d begins inside another object: programs may read it differently.", o.Object)
		case pdffile.Gap:
			v.problem(CodeStructure, "At byte %[1]d something was added to the file that belongs to no part of the document: it may be hidden content.", o.At)
		case pdffile.Unreadable:
			v.problem(CodeStructure, "Object %[1]d cannot be read where the file says that it is.", o.Object)
		case pdffile.Comment:
			v.problem(CodeStructure, "At byte %[1]d a remark was put between the objects after the document was signed.", o.At)
		}
	}
}
