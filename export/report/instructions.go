package report

// recipientParts are the parts for whoever receives a document, of whatever subject.
func recipientParts() map[string]part {
	return map[string]part{"instructions": {make: instructions}}
}

// fileInCommands is what the commands call the document's file.
const fileInCommands = "report.pdf"

// instructions tells a recipient on one page how to check the document with programs that have nothing to do with this one, and with the
// verifier. The commands were tried with Poppler 22.12, OpenSSL 3.0, qpdf 11.3 and coreutils 9.1.
func instructions(b *builder) Section {
	t := &Table{Columns: []Column{{Title: b.Say("Question"), Share: 1.45}, {Title: b.Say("Command, and what it should say"), Share: 3, Mono: true}}}
	row := func(question string, lines ...string) { // a line of a command is a row: in a cell they would run together
		for i, line := range lines {
			if i == 0 {
				t.Rows = append(t.Rows, []string{b.Say(question), line})
			} else {
				t.Rows = append(t.Rows, []string{"", line})
			}
		}
	}
	row("Who signed, and has one byte changed since?", "pdfsig "+fileInCommands+" → Signature is Valid / Total document signed")
	row("Which files travel inside this one?", "pdfdetach -saveall "+fileInCommands, "sha256sum extract.json → "+b.Say("the hash in the code on the first page"))
	row("Are the recordings at hand the originals?", "sha256sum *.x3p → "+b.Say("the hashes in originals.json"))
	row("Is the file whole?", "qpdf --check "+fileInCommands+" → No syntax or stream encoding errors found")
	row("Does the signature hold by OpenSSL?", "pdfsig -dump "+fileInCommands,
		"(head -c A "+fileInCommands+"; tail -c +B "+fileInCommands+" | head -c C) > signed",
		"openssl cms -verify -cades -binary -inform DER -in "+fileInCommands+".sig0 -content signed -CAfile issuers.pem -purpose any -out /dev/null → CAdES Verification successful")
	row("All of this, and do the scores come out again?", "tracemark-verifier "+fileInCommands+" --trust issuers --originals recordings")
	return Section{Heading: b.Say("How to check this document"), NewPage: true, Blocks: []Block{
		{Paragraph: b.Say("Whoever receives this document as a PDF file can check it without the program that made it. A print on paper cannot be checked: ask for the file. "+
			"%[1]s stands for its name.", fileInCommands)},
		{Table: t},
		{Paragraph: b.Say("pdfsig names the signed ranges as [0 - A], [B' - C']: B is B' plus 1, C is C' less B'. Where several people signed, each has ranges of their own, " +
			"and only the last signature covers the whole document.")},
		{Paragraph: b.Say("issuers are the certificates of the authorities, as PEM files, that the signers' certificates come from. Get them from the authority or from the agency by another way " +
			"than this file, and compare their fingerprints. Without them the commands say whether anything changed, and not who signed.")},
		{Paragraph: b.Say("tracemark-verifier is one small program for Linux, Windows and macOS that needs no installation, no network and no database. The agency hands it out with its source text. " +
			"It says what holds, what does not, and what it did not check, and ends with one of these codes:")},
		{Items: []string{
			b.Say("0: everything was checked and nothing is wrong."),
			b.Say("1: NOT VALID."),
			b.Say("2: nothing is wrong as far as was checked, and something is left open, such as who issued a certificate, when it was signed, or the scores because the originals are not at hand."),
			b.Say("3: the file cannot be read, or the command was not understood."),
		}},
		{Heading: b.Say("What a check does not show"), Kind: Limit},
		{Kind: Limit, Paragraph: b.Say("A valid signature shows that the document is as it was signed and by whose key. Equal scores show that they follow from the recordings and the stated method. " +
			"Neither shows that the recordings are of the items, or that the opinion is right.")},
	}}
}
