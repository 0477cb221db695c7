package rules

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"tracemark/export/pdf/object"
)

var (
	mediaType = regexp.MustCompile(`^[A-Za-z0-9.+-]+/[A-Za-z0-9.+-]+$`)
	pdfDate   = regexp.MustCompile(`^D:\d{14}(Z|[+-]\d\d'\d\d'?)?$`)
	packetRE  = regexp.MustCompile(`^<\?xpacket begin=["'](\x{feff})?["'] id=["']W5M0MpCehiHzreSzNTczkc9d["']\?>`)
)

// Namespaces of metadata.
const (
	nsRDF  = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
	nsDC   = "http://purl.org/dc/elements/1.1/"
	nsXMP  = "http://ns.adobe.com/xap/1.0/"
	nsPDF  = "http://ns.adobe.com/pdf/1.3/"
	nsPart = "http://www.aiim.org/pdfa/ns/id/"
)

// properties are those of the schemas that PDF/A-3 predefines (6.6.2.3) which are known here.
var properties = map[string][]string{
	nsDC: {"contributor", "coverage", "creator", "date", "description", "format", "identifier", "language", "publisher", "relation", "rights", "source", "subject",
		"title", "type"},
	nsXMP:  {"BaseURL", "CreateDate", "CreatorTool", "Identifier", "Label", "MetadataDate", "ModifyDate", "Nickname", "Rating"},
	nsPDF:  {"Keywords", "PDFVersion", "Producer", "Trapped"},
	nsPart: {"part", "conformance", "amd", "corr"},
}

// metadata checks the catalogue's metadata and the document information (6.6.2 to 6.6.4).
func (c *checker) metadata(root object.Dict) {
	s, ok := c.file.Get(root["Metadata"]).(*object.Stream)
	if !ok || c.file.Get(s.Dict["Type"]) != object.Name("Metadata") || c.file.Get(s.Dict["Subtype"]) != object.Name("XML") {
		c.add("6.6.2.1", "the catalogue has no metadata")
		return
	}
	b, err := c.file.Data(s, 16<<20)
	if err != nil {
		c.add("6.6.2.1", "the metadata cannot be read: %v", err)
		return
	}
	if !packetRE.Match(b) {
		c.add("6.6.2.1", "the metadata do not begin as a packet, or name an encoding")
	}
	found, err := readXMP(b)
	if err != nil {
		c.add("6.6.2.1", "the metadata are not well formed: %v", err)
		return
	}
	for name := range found {
		space, local, _ := strings.Cut(name, " ")
		if !slices.Contains(properties[space], local) {
			c.add("6.6.2.3", "the metadata have the property %s of %s, which no known schema has", local, space)
		}
	}
	if found[nsPart+" part"] != "3" || found[nsPart+" conformance"] != "B" {
		c.add("6.6.4", "the metadata say part %q, conformance %q", found[nsPart+" part"], found[nsPart+" conformance"])
	}
	c.information(found)
}

// information compares the document information with the metadata.
func (c *checker) information(found map[string]string) {
	info := c.file.Dict(c.file.Trailer["Info"])
	for key, name := range map[object.Name]string{"Title": nsDC + " title", "Author": nsDC + " creator", "Subject": nsDC + " description",
		"Keywords": nsPDF + " Keywords", "Creator": nsXMP + " CreatorTool", "Producer": nsPDF + " Producer"} {
		if s, ok := c.file.Get(info[key]).(object.String); ok && s.Text() != found[name] {
			c.add("6.6.3", "/%s is %q, in the metadata %q", key, s.Text(), found[name])
		}
	}
	for key, name := range map[object.Name]string{"CreationDate": nsXMP + " CreateDate", "ModDate": nsXMP + " ModifyDate"} {
		s, ok := c.file.Get(info[key]).(object.String)
		if !ok {
			continue
		}
		if !pdfDate.MatchString(string(s)) || isoDate(string(s)) != strings.TrimSuffix(found[name], "+00:00") {
			c.add("6.6.3", "/%s is %q, in the metadata %q", key, s, found[name])
		}
	}
}

// isoDate writes a date of PDF in UTC as metadata do.
func isoDate(s string) string {
	if len(s) != 17 {
		return s
	}
	return fmt.Sprintf("%s-%s-%sT%s:%s:%sZ", s[2:6], s[6:8], s[8:10], s[10:12], s[12:14], s[14:16])
}

var errXMP = errors.New("not a description in RDF")

// readXMP returns the simple values of the properties, those of lists as their items one after the other, by namespace and name.
func readXMP(b []byte) (map[string]string, error) {
	d := xml.NewDecoder(bytes.NewReader(b))
	out := map[string]string{}
	var path []xml.Name
	var at string // the property that is read
	seen := false
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			if !seen || len(path) > 0 {
				return nil, errXMP
			}
			return out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", errXMP, err)
		}
		switch t := tok.(type) {
		case xml.StartElement:
			if len(path) > 16 {
				return nil, errXMP
			}
			path = append(path, t.Name)
			switch {
			case t.Name == xml.Name{Space: nsRDF, Local: "RDF"}:
				seen = true
			case len(path) == 3: // a description, whose attributes are properties
				for _, a := range t.Attr {
					if a.Name.Space != nsRDF && a.Name.Space != "xmlns" {
						out[a.Name.Space+" "+a.Name.Local] = a.Value
					}
				}
			case len(path) == 4:
				at = t.Name.Space + " " + t.Name.Local
				if _, twice := out[at]; twice {
					return nil, fmt.Errorf("%w: %s twice", errXMP, t.Name.Local)
				}
				out[at] = ""
			}
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.CharData:
			if len(path) == 4 || len(path) == 6 {
				out[at] += string(t)
			}
		}
	}
}
