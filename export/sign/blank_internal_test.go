package sign

import "testing"

// What lies in a rectangle of a page decides whether the picture of a later signature hides something.
func TestWhatIsDrawnInAPlaceIsFound(t *testing.T) {
	at := rect{100, 100, 200, 150}
	picture := func(name string) bool { return name == "/I1" }
	for name, c := range map[string]struct {
		content string
		blank   bool
	}{
		"nothing":                      {"", true},
		"text above":                   {"BT /F1 10 Tf 50 170 Td (above) Tj ET", true},
		"text below":                   {"BT /F1 10 Tf 50 80 Td (below) Tj ET", true},
		"text right of it":             {"BT /F1 10 Tf 210 120 Td (right) Tj ET", true},
		"text that may run into it":    {"BT /F1 10 Tf 20 120 Td (left) Tj ET", false},
		"text in it":                   {"BT /F1 10 Tf 120 120 Td (in) Tj ET", false},
		"text that reaches up":         {"BT /F1 40 Tf 120 70 Td (tall) Tj ET", false},
		"text moved in by a matrix":    {"q 1 0 0 1 100 100 cm BT /F1 10 Tf 10 10 Td (in) Tj ET Q", false},
		"text after the matrix ended":  {"q 1 0 0 1 100 100 cm Q BT /F1 10 Tf 10 10 Td (out) Tj ET", true},
		"text on the next line":        {"BT /F1 10 Tf 12 TL 120 170 Td (out) Tj T* T* T* (in) Tj ET", false},
		"turned text":                  {"BT /F1 10 Tf 0 1 -1 0 20 20 Tm (turned) Tj ET", false},
		"text without a font":          {"BT 50 170 Td (above) Tj ET", false},
		"a string with an operator":    {"BT /F1 10 Tf 50 170 Td (120 120 30 30 re f \\) \\() Tj ET", true},
		"a box in it":                  {"110 110 10 10 re f", false},
		"a box beside it":              {"10 10 20 20 re f", true},
		"a box that is not painted":    {"110 110 10 10 re W n", true},
		"a line through it":            {"0 120 m 300 120 l S", false},
		"a line beside it":             {"0 90 m 300 90 l S", true},
		"a thick line beside it":       {"30 w 0 90 m 300 90 l S", false},
		"a curve around it":            {"0 0 m 0 300 300 300 300 0 c f", false},
		"a picture in it":              {"q 20 0 0 20 110 110 cm /I1 Do Q", false},
		"a picture beside it":          {"q 20 0 0 20 10 10 cm /I1 Do Q", true},
		"a form, which draws anywhere": {"q 20 0 0 20 10 10 cm /X1 Do Q", false},
		"a shading":                    {"/S1 sh", false},
		"a picture in line":            {"BI /W 1 /H 1 ID x EI", false},
		"an unknown operator":          {"1 2 xy", false},
		"too few numbers":              {"1 2 re f", false},
		"a string without an end":      {"(abc", false},
		"more ends than beginnings":    {"Q", false},
	} {
		d := drawing{at: at, state: state{matrix: unmoved, width: 1}, image: picture}
		if got := d.run([]byte(c.content)); got != c.blank {
			t.Errorf("%s: blank %v, want %v", name, got, c.blank)
		}
	}
}

func FuzzDrawing(f *testing.F) {
	for _, s := range []string{"BT /F1 10 Tf 50 170 Td (above) Tj ET", "q 1 0 0 1 2 3 cm 1 2 3 4 re f Q", "<</A [1 2]>> BDC <abc> Tj EMC", "(\\(", "%c\n1 w"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		// Whatever a page draws, what is drawn in the place itself is found in the end.
		d := drawing{at: rect{100, 100, 200, 150}, state: state{matrix: unmoved, width: 1}, image: func(string) bool { return true }}
		if d.run(content) {
			d.state, d.numbers, d.path, d.some = state{matrix: unmoved, width: 1}, nil, rect{}, false
			if d.run([]byte(" 110 110 10 10 re f")) {
				t.Errorf("a box in the place is not found after %q", content)
			}
		}
	})
}
