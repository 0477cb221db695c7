package batch_test

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"tracemark/casefile"
	"tracemark/casefile/batch"
)

func TestListsAsSpreadsheetsWriteThem(t *testing.T) {
	var wide []byte
	for _, u := range utf16.Encode([]rune("\uFEFFfile\texhibit\tdescription\nb.x3p\tQ1\tZürich\n")) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	for name, c := range map[string]struct {
		text, delimiter, encoding string
	}{
		"commas":                 {"file,exhibit,description\nb.x3p,Q1,Zürich\n", ",", "UTF-8"},
		"semicolons and CR LF":   {"file;exhibit;description\r\nb.x3p;Q1;Zürich\r\n", ";", "UTF-8"},
		"tabs":                   {"file\texhibit\tdescription\nb.x3p\tQ1\tZürich", "\t", "UTF-8"},
		"bars":                   {"file|exhibit|description\nb.x3p|Q1|Zürich", "|", "UTF-8"},
		"byte order mark":        {"\xef\xbb\xbffile,exhibit,description\nb.x3p,Q1,Zürich\n", ",", "UTF-8 with byte order mark"},
		"Windows-1252":           {"file;exhibit;description\nb.x3p;Q1;Z\xfcrich\n", ";", "Windows-1252"},
		"UTF-16":                 {string(wide), "\t", "UTF-16"},
		"separator told":         {"sep=;\nfile;exhibit;description\nb.x3p;Q1;Zürich\n", ";", "UTF-8"},
		"French names":           {"Fichier;Étiquette;Remarques\nb.x3p;Q1;Zürich\n", ";", "UTF-8"},
		"Spanish names":          {"ARCHIVO,Indicio,Descripción\nb.x3p,Q1,Zürich\n", ",", "UTF-8"},
		"other order and blanks": {" Description , File name,EXHIBIT_LABEL\nZürich, b.x3p ,Q1\n", ",", "UTF-8"},
		"quoted":                 {"file,exhibit,description\n\"b.x3p\",\"Q1\",\"Zürich\"\n\n,,\n", ",", "UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			l, err := batch.Parse([]byte(c.text))
			if err != nil {
				t.Fatal(err)
			}
			if l.Delimiter != c.delimiter || l.Encoding != c.encoding || len(l.Rows) != 1 {
				t.Fatalf("%+v", l)
			}
			cells := l.Rows[0].Cells
			if cells["file"] != "b.x3p" || cells["exhibit"] != "Q1" || cells["description"] != "Zürich" {
				t.Errorf("%q", cells)
			}
		})
	}
}

func TestWhatIsNoListIsRefusedWithItsLine(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":           {"", "The list is empty"},
		"a spreadsheet":     {"PK\x03\x04xl/workbook", "not a text: line 1 has a control character"},
		"only names":        {"file,exhibit\n\n", "names columns and nothing else"},
		"no names":          {"a.x3p,Q1\nb.x3p,Q2\n", "names neither a column for the file"},
		"a column twice":    {"file,label,exhibit\na,b,c\n", `"label" and "exhibit" of the list are the same one`},
		"an open quote":     {"file,exhibit\na.x3p,Q1\nb.x3p,\"Q2\nc.x3p,Q3\n", "of the list is no CSV"},
		"a quote inside":    {"file,exhibit\na.x3p,Q\"1\n", "Line 2 of the list is no CSV from its character"},
		"false UTF-8":       {"\xef\xbb\xbffile,exhibit\n\xfc,b\n", "says that it is UTF-8, and is not"},
		"no encoding of us": {"file,exhibit\n\x81,b\n", "neither UTF-8 nor Windows-1252"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := batch.Parse([]byte(c.text))
			if err == nil || casefile.CodeOf(err) != casefile.Invalid || !strings.Contains(err.Error(), c.want) {
				t.Errorf("%v, want %s", err, c.want)
			}
		})
	}
}

func TestCellsMeanWhatTheySay(t *testing.T) {
	l, err := batch.Parse([]byte("sep=;\nfile;mark;kind;origin;scale;units;exhibit;colour\n" +
		"a;Firing pin;Étui;connu;3,1;µm;'=A1;red\n" +
		"b;nose;spoon;maybe;wide;ell;Q2;blue\n" +
		"c;percutor;bala;dubitado;desconocida;m/um;Q3;green;more\n"))
	if err != nil {
		t.Fatal(err)
	}
	if len(l.Ignored) != 1 || l.Ignored[0] != "colour" || l.Rows[0].Line != 3 {
		t.Errorf("%q, line %d", l.Ignored, l.Rows[0].Line)
	}
	var bad []string
	fill := func(i int) (o casefile.ImportOptions) {
		l.Rows[i].Fill(&o, func(column string, err error) { bad = append(bad, column) })
		return o
	}
	if o := fill(0); o != (casefile.ImportOptions{ExhibitLabel: "=A1", Mark: casefile.FiringPin, Kind: casefile.KindCartridgeCase, Origin: casefile.Known, ScaleUM: 3.1, Units: "um"}) {
		t.Errorf("%+v", o)
	}
	fill(1)
	if got := strings.Join(bad, " "); got != "mark kind origin scale units" {
		t.Errorf("bad are %s", got)
	}
	if o := fill(2); o.Units != "m,um" || !o.AcceptUnknownScale || o.Mark != casefile.FiringPin || o.Kind != casefile.KindBullet || l.Rows[2].Err == nil {
		t.Errorf("%+v, %v", o, l.Rows[2].Err)
	}
}

// FuzzParse looks for a list that is neither read nor refused with a sentence, or that is read as what it does not say.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"file,exhibit\na,b\n", "sep=;\nfile;mark\n\"a\nb\";x\n", "\xff\xfef\x00i\x00l\x00e\x00", "exhibit|units\nQ|m,um|x", "fichier\té\n\xfc\t1\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := batch.Parse(data)
		if err != nil {
			if casefile.CodeOf(err) != casefile.Invalid || strings.Contains(err.Error(), "%!") {
				t.Fatalf("%q: %v", data, err)
			}
			return
		}
		last := 0
		for _, r := range l.Rows {
			if r.Line <= last {
				t.Fatalf("line %d after line %d", r.Line, last)
			}
			last = r.Line
			var o casefile.ImportOptions
			r.Fill(&o, func(column string, err error) {
				if l.Names[column] == "" || err == nil {
					t.Fatalf("column %q: %v", column, err)
				}
			})
		}
	})
}
