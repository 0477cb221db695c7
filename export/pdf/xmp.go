package pdf

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"tracemark/export/report"
)

// Drawing is the number of the way in which documents are drawn. It goes up with every change of what a page shows or how the file is written: by it
// whoever draws a document again (package export/verify) tells a report of an older program from one that was changed. A test holds the two together.
const Drawing = "1"

// Producer names what wrote a file, with the number of the drawing.
const Producer = "Tracemark with fpdf 0.12.0, drawing " + Drawing

// xmp returns the metadata as XML (ISO 16684-1). It says what the document information says (ISO 19005-1, 6.7.3), and of PDF/A the part that is given, at
// level B; nothing where that is empty.
func xmp(d report.Document, part string, mail bool) []byte {
	m := metadata{title: plain(titleOf(d)), author: plain(d.Author), subject: subjectOf(d), creator: plain(d.Producer), id: plain(d.ReportID), lang: d.Lang,
		date: instant(d.Issued), part: part}
	if mail {
		m.note = plain(d.Said().Lossy)
	}
	return m.xmp()
}

// metadata is what a file says of itself.
type metadata struct {
	title, author, subject, creator, id, lang, note, part string
	date                                                  time.Time
}

func (m metadata) xmp() []byte {
	t := m.date.UTC().Format(time.RFC3339)
	var b strings.Builder
	line := func(format, value string) {
		if value != "" {
			fmt.Fprintf(&b, format+"\n", escape(value))
		}
	}
	b.WriteString("<?xpacket begin=\"\ufeff\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n")
	b.WriteString(`<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` + "\n")
	if m.part != "" {
		b.WriteString(`<rdf:Description rdf:about="" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">` + "\n")
		line("<pdfaid:part>%s</pdfaid:part>", m.part)
		b.WriteString("<pdfaid:conformance>B</pdfaid:conformance>\n</rdf:Description>\n")
	}
	b.WriteString(`<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">` + "\n<dc:format>application/pdf</dc:format>\n")
	line(`<dc:title><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:title>`, m.title)
	line("<dc:creator><rdf:Seq><rdf:li>%s</rdf:li></rdf:Seq></dc:creator>", m.author)
	line(`<dc:description><rdf:Alt><rdf:li xml:lang="x-default">%s</rdf:li></rdf:Alt></dc:description>`, m.subject)
	line("<dc:identifier>%s</dc:identifier>", m.id)
	line("<dc:language><rdf:Bag><rdf:li>%s</rdf:li></rdf:Bag></dc:language>", m.lang)
	b.WriteString("</rdf:Description>\n" + `<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">` + "\n")
	fmt.Fprintf(&b, "<xmp:CreateDate>%s</xmp:CreateDate>\n<xmp:ModifyDate>%s</xmp:ModifyDate>\n", t, t)
	line("<xmp:CreatorTool>%s</xmp:CreatorTool>", m.creator)
	line("<pdf:Keywords>%s</pdf:Keywords>", m.note)
	fmt.Fprintf(&b, "<pdf:Producer>%s</pdf:Producer>\n", Producer)
	b.WriteString("</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>")
	return []byte(b.String())
}

func escape(s string) string {
	var b bytes.Buffer
	_ = xml.EscapeText(&b, []byte(s)) // a bytes.Buffer takes everything
	return b.String()
}
