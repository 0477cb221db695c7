package pdf

import (
	"bytes"
	"crypto/md5" // the digest that ISO 32000-1, table 46 has: a reader's help against damage, no protection
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"

	"tracemark/export/report"
)

// embed adds the attachments to the objects: for each a stream with its type and size and a file specification that says what it is to the document, and
// in the catalogue the name tree that viewers read and the array AF that ISO 19005-3 (6.8) asks for.
func embed(objects []written, root int, all []report.Attachment, date string) []written {
	all = slices.Clone(all)
	slices.SortFunc(all, func(a, b report.Attachment) int { return strings.Compare(a.Name, b.Name) }) // the order of a name tree
	var names, refs bytes.Buffer
	for _, a := range all {
		packed := deflate(a.Data)
		objects = append(objects, stream(packed, "/Type /EmbeddedFile /Subtype %s /Filter /FlateDecode /Params <</Size %d /CheckSum <%x> /CreationDate (%s) /ModDate (%s)>>",
			nameOf(a.MediaType), len(a.Data), md5.Sum(a.Data), date, date))
		n := len(objects)
		name := textString(a.Name)
		objects = append(objects, written{head: fmt.Appendf(nil, "<</Type /Filespec /F %s /UF %s /AFRelationship %s /Desc %s /EF <</F %d 0 R /UF %d 0 R>>>>\n",
			name, name, nameOf(string(a.Relation)), textString(a.Description), n, n)})
		fmt.Fprintf(&names, "%s %d 0 R ", name, n+1)
		fmt.Fprintf(&refs, "%d 0 R ", n+1)
	}
	extra := fmt.Sprintf("/Names <</EmbeddedFiles <</Names [%s]>>>>\n/AF [%s]\n>>\n", bytes.TrimSpace(names.Bytes()), bytes.TrimSpace(refs.Bytes()))
	o := &objects[root-1]
	o.head = slices.Concat(bytes.TrimSuffix(o.head, []byte(">>\n")), []byte(extra))
	return objects
}

var (
	attachedName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._ -]*$`)
	attachedType = regexp.MustCompile(`^[a-z0-9.+-]+/[a-z0-9.+-]+$`)
)

// checkAttachments refuses what would make a file that Attachments or another reader does not take: it is the program that names attachments, not a person.
func checkAttachments(all []report.Attachment) error {
	names := map[string]bool{}
	for _, a := range all {
		if !attachedName.MatchString(a.Name) || !attachedType.MatchString(a.MediaType) || names[a.Name] {
			return fmt.Errorf("attach %q of type %q: the name is not plain ASCII or stands twice, or the type is none", a.Name, a.MediaType)
		}
		switch a.Relation {
		case report.RelationSource, report.RelationData, report.RelationSupplement:
		default:
			return fmt.Errorf("attach %q: unknown relation %q", a.Name, a.Relation)
		}
		names[a.Name] = true
	}
	return nil
}

// nameOf writes a name, everything but letters, digits and a few marks as its number (ISO 32000-1, 7.3.5).
func nameOf(s string) string {
	var b strings.Builder
	b.WriteByte('/')
	for i := range len(s) {
		if c := s[i]; c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_' || c == '+' {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "#%02X", c)
		}
	}
	return b.String()
}

// textString writes a text string: ASCII as it is, anything else in UTF-16, in hexadecimal digits.
func textString(s string) string {
	s = strings.ToValidUTF8(s, "\ufffd")
	if strings.IndexFunc(s, func(r rune) bool { return r < ' ' || r > '~' || r == '(' || r == ')' || r == '\\' }) < 0 {
		return "(" + s + ")"
	}
	var b strings.Builder
	b.WriteString("<FEFF")
	for _, u := range utf16.Encode([]rune(s)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String() + ">"
}
