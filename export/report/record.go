package report

import (
	"fmt"
	"strings"
)

// record says by which records of the case the document can be checked, and where it is signed. What stands here is known only when it is issued.
func record(b *builder) Section {
	f := b.f
	size := b.Say(notKnown)
	if f.Log.Root != "" {
		size = fmt.Sprint(f.Log.Size)
	}
	procedural := func(p Pair) Pair { p.Procedural = true; return p }
	var ids []Pair
	if f.Comparison.ID != "" {
		ids = append(ids, b.hash(b.Say("Comparison id"), f.Comparison.ID), b.hash(b.Say("Conclusion id"), f.Conclusion.ID))
	}
	return Section{Heading: b.Say("Record and signature"), Blocks: []Block{
		{Pairs: append(ids,
			procedural(b.pair(b.Say("Records in the case's log"), size)),
			procedural(b.hash(b.Say("Root hash of the log"), f.Log.Root)),
			procedural(b.pair(b.Say("Program for this report"), b.stated(strings.Join(f.Software, "; ")))),
			Pair{Name: b.Say("Fonts"), Value: b.Say("Liberation Sans and Liberation Mono 2, SIL Open Font License 1.1"), Procedural: true},
		)},
		{Procedural: true, Sign: b.signLine()},
	}}
}

// signLine names whoever issues the document, and says what the signature covers.
func (b *builder) signLine() *SignLine {
	f := b.f
	issuer := f.issuer()
	line := &SignLine{Name: b.stated(issuer.Name), Role: b.stated(b.soft(issuer.Role)), Place: b.stated(issuer.Agency, b.agency), Date: b.When(f.Issued)}
	text := b.Say("Its signatures are inside the PDF file (PAdES, ETSI.CAdES.detached); each covers every byte of the file as it was when it was added, and those before it. " +
		"A print carries no signature. Any program that checks PDF signatures can verify them, and so can “tracemark verify”.")
	switch {
	case f.draft():
		line.Date = b.Say("not issued: a draft")
		line.Text = b.Say("A draft is not signed.")
		return line
	case f.Signer.Test:
		text = b.Say("This report is signed with a TEST IDENTITY. The signature shows changes to the file; it does not prove who signed.") + " " + text
	}
	line.Text = b.Say("Signed electronically, first by %s.", b.stated(f.Signer.Name)) + " " + text
	return line
}
