package pdf

// Options say how a document is drawn. The zero value draws it as it is issued: PDF/A-3b, pictures as they are.
type Options struct {
	// Mail draws pictures smaller and with loss, for sending by mail, and says so on each page and in the metadata. Such a file is not to be signed.
	Mail bool
	// Part1 draws the same pages as PDF/A-1b (ISO 19005-1): without the attachments, which part 1 does not allow. Outside programs that know no other
	// part judge that rendering.
	Part1 bool
}
