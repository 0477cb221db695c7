package sign_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity"
	"tracemark/export/pdf"
	"tracemark/export/sign"
	"tracemark/export/sign/signtest"
)

// look is what a signature by id shows.
func look(t *testing.T, id identity.Identity) []byte {
	t.Helper()
	out, err := pdf.Appearance(pdf.Look{Heading: "Signed electronically by", Name: id.Name() + ", Łódź, Дмитрий, Ελένη", Role: "Technical reviewer",
		Reason: "I reviewed this report", Date: "2026-11-23 02:45 UTC", Made: time.Date(2026, 11, 23, 2, 45, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// places are where three signers sign, in points.
var places = [][4]float64{{60, 120, 230, 185}, {240, 120, 410, 185}, {60, 40, 230, 105}}

// signedVisibly is a whole report, signed by three with a picture each.
func signedVisibly(t *testing.T, p *signtest.PKI, level sign.Level) []byte {
	t.Helper()
	b := wholeReport(t)
	for i, id := range []identity.Identity{p.P256, p.RSA, p.P384} {
		at := sign.BB
		if i == 2 {
			at = level
		}
		out, err := sign.Sign(t.Context(), b, id, sign.Options{Level: at, Services: services(p), Appearance: look(t, id), Rect: places[i], Role: "Technical reviewer"})
		if err != nil {
			t.Fatal(err)
		}
		b = out
	}
	return b
}

func TestThreeVisibleSignaturesAreGoodAndSeen(t *testing.T) {
	p := signtest.New(t)
	b := signedVisibly(t, p, sign.BLTA)
	v, err := sign.Verify(b, sign.VerifyOptions{Roots: p.Roots, TimeStampRoots: p.TimeStampRoots})
	if err != nil || !v.Valid || len(v.Signatures) != 3 {
		t.Fatalf("got %+v, %v", v, err)
	}
	for _, s := range v.Signatures {
		if s.Visible == "" || s.Level != sign.BLTA {
			t.Errorf("got %+v", s)
		}
	}
	path := write(t, "r.pdf", b)
	if out, err := outside(t, "qpdf", "--check", path); err != nil || strings.Contains(out, "WARNING") {
		t.Errorf("qpdf: %v\n%s", err, out)
	}
	if out, _ := outside(t, "pdfsig", "-nocert", path); strings.Count(out, "Signature is Valid") != 3 {
		t.Errorf("pdfsig:\n%s", out)
	}
	out, err := outside(t, "pdffonts", path)
	if err != nil {
		t.Fatal(err)
	}
	for i, line := range strings.Split(strings.TrimSpace(out), "\n") {
		if cells := strings.Fields(line); i > 1 && !strings.Contains(line, " yes yes yes ") {
			t.Errorf("font not embedded, not a subset or without Unicode: %s", cells)
		}
	}
	png := strings.TrimSuffix(path, ".pdf")
	if out, err := outside(t, "pdftoppm", "-r", "40", "-l", "100", "-png", path, png); err != nil || strings.Contains(out, "Error") {
		t.Errorf("pdftoppm: %v\n%s", err, out)
	}
}

func TestAPictureThatCannotBePlacedIsRefused(t *testing.T) {
	id := testIdentity(t)
	good := look(t, id)
	place := [4]float64{10, 10, 100, 50}
	encrypted := bytes.Replace(good, []byte("trailer\n<<"), []byte("trailer\n<< /Encrypt 1 0 R"), 1)
	if bytes.Equal(encrypted, good) {
		t.Fatal("the trailer is written in another way")
	}
	for name, c := range map[string]struct {
		look []byte
		page int
		rect [4]float64
		said string
	}{
		"no place":              {good, 0, [4]float64{}, "does not lie on the page"},
		"beyond the page":       {good, 1, [4]float64{150, 10, 250, 50}, "does not lie on the page"},
		"upside down":           {good, 1, [4]float64{100, 50, 10, 10}, "does not lie on the page"},
		"no such page":          {good, 2, place, "no page 2"},
		"page below the first":  {good, -1, place, "no page -1"},
		"not a PDF":             {[]byte("hello"), 0, place, "picture of the signature"},
		"cut off":               {good[:len(good)/2], 0, place, "picture of the signature"},
		"encrypted":             {encrypted, 0, place, "picture of the signature"},
		"a page without a text": {smallPDF(), 0, place, "picture of the signature"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := sign.Sign(t.Context(), smallPDF(), id, sign.Options{At: clock, Appearance: c.look, Page: c.page, Rect: c.rect})
			var e *casefile.Error
			if out != nil || !errors.As(err, &e) || e.Do == "" || !strings.Contains(err.Error(), c.said) {
				t.Errorf("got %d bytes and %v, want an error that says %q", len(out), err, c.said)
			}
		})
	}
}
