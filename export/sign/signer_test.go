package sign_test

import (
	"crypto"
	"crypto/rsa"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"tracemark/casefile"
	"tracemark/export/sign"
	"tracemark/export/sign/signtest"
)

// card signs as a card does: by its own means, with what it is told about padding.
type card struct {
	crypto.Signer
	asked crypto.SignerOpts
	spoil func(sig []byte) ([]byte, error)
}

func (c *card) Sign(r io.Reader, digest []byte, opts crypto.SignerOpts) ([]byte, error) {
	c.asked = opts
	sig, err := c.Signer.Sign(r, digest, opts)
	if c.spoil != nil && err == nil {
		return c.spoil(sig)
	}
	return sig, err
}

func TestACardIsToldHowToPad(t *testing.T) {
	p := signtest.New(t)
	id := p.RSA
	c := &card{Signer: id.Key}
	id.Key = c
	if _, err := sign.Sign(t.Context(), smallPDF(), id, sign.Options{}); err != nil {
		t.Fatal(err)
	}
	pss, ok := c.asked.(*rsa.PSSOptions)
	if !ok || pss.SaltLength != 32 || pss.Hash != crypto.SHA256 {
		t.Errorf("the card was asked for %+v", c.asked)
	}
	id = p.P384
	c = &card{Signer: id.Key}
	id.Key = c
	if _, err := sign.Sign(t.Context(), smallPDF(), id, sign.Options{}); err != nil || c.asked != crypto.SHA384 {
		t.Errorf("the card was asked for %v, %v", c.asked, err)
	}
}

func TestACardThatDoesNotSignIsNoticed(t *testing.T) {
	p := signtest.New(t)
	for name, spoil := range map[string]func([]byte) ([]byte, error){
		"pulled out":      func([]byte) ([]byte, error) { return nil, errors.New("CKR_DEVICE_REMOVED") },
		"something else":  func(sig []byte) ([]byte, error) { sig[len(sig)/2] ^= 1; return sig, nil },
		"nothing at all":  func([]byte) ([]byte, error) { return nil, nil },
		"with more on it": func(sig []byte) ([]byte, error) { return append(sig, 0), nil },
	} {
		t.Run(name, func(t *testing.T) {
			id := p.P256
			id.Key = &card{Signer: id.Key, spoil: spoil}
			out, err := sign.Sign(t.Context(), smallPDF(), id, sign.Options{})
			var e *casefile.Error
			if out != nil || !errors.As(err, &e) || !strings.Contains(err.Error(), "did not sign") {
				t.Errorf("got %d bytes, %v", len(out), err)
			}
		})
	}
}

func TestADocumentThatIsClosedIsNotSigned(t *testing.T) {
	closed := strings.Replace(string(smallPDF()), "/Catalog", "/Catalog /Perms << /DocMDP << /Reference [<< /TransformParams << /P 1 >> >>] >> >>", 1)
	b := moved(t, []byte(closed))
	if out, err := sign.Sign(t.Context(), b, testIdentity(t), sign.Options{At: clock}); out != nil || err == nil || !strings.Contains(err.Error(), "certified") {
		t.Errorf("got %d bytes, %v", len(out), err)
	}
	open := moved(t, []byte(strings.Replace(closed, "/P 1", "/P 2", 1)))
	if _, err := sign.Sign(t.Context(), open, testIdentity(t), sign.Options{At: clock}); err != nil {
		t.Error(err)
	}
}

// moved writes the cross-reference table of smallPDF anew after its objects were moved by what was put in.
func moved(t *testing.T, b []byte) []byte {
	t.Helper()
	var out strings.Builder
	body, _, _ := strings.Cut(string(b), "xref\n")
	out.WriteString(body + "xref\n0 4\n0000000000 65535 f \n")
	for n := range 3 {
		at := strings.Index(body, fmt.Sprintf("%d 0 obj", n+1))
		if at < 0 {
			t.Fatalf("no object %d", n+1)
		}
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(body))
	return []byte(out.String())
}

func TestAFileChangedAfterASignatureIsNotSignedAgain(t *testing.T) {
	id := testIdentity(t)
	once := signed(t, smallPDF(), id)
	changed := []byte(strings.Replace(string(once), "[0 0 200 200]", "[0 0 200 201]", 1))
	out, err := sign.Sign(t.Context(), changed, id, sign.Options{At: clock})
	var e *casefile.Error
	if out != nil || !errors.As(err, &e) || !strings.Contains(err.Error(), "not valid") {
		t.Errorf("got %d bytes, %v", len(out), err)
	}
}
