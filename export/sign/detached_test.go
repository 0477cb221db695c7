package sign_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/sign"
)

var manifest = []byte(`{"case":"K-1"}` + "\n")

func TestADetachedSignatureOfEveryKindOfKey(t *testing.T) {
	for name, id := range keys(t) {
		t.Run(name, func(t *testing.T) {
			at := id.Certificate.NotBefore.Add(time.Hour)
			der, err := sign.Detached(t.Context(), manifest, id, at)
			if err != nil {
				t.Fatal(err)
			}
			s := sign.VerifyDetached(manifest, der, at, sign.VerifyOptions{Now: at})
			if !s.Valid || s.Signer != id.Name() {
				t.Fatalf("valid %v, signer %q: %v", s.Valid, s.Signer, s.Problems)
			}
			if v := sign.VerifyDetached(append(bytes.Clone(manifest), ' '), der, at, sign.VerifyOptions{Now: at}); v.Valid {
				t.Error("a changed content is valid")
			}
			certs, err := sign.Certificates(der)
			if err != nil || len(certs) != 1+len(id.Chain) || !bytes.Equal(certs[0], id.Certificate.Raw) {
				t.Errorf("%d certificates, %v", len(certs), err)
			}
			out, err := outside(t, "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", write(t, "m.p7s", der),
				"-content", write(t, "m.json", manifest), "-noverify", "-out", "/dev/null")
			if err != nil || !strings.Contains(strings.ToLower(out), "success") {
				t.Errorf("openssl says %q, %v", out, err)
			}
		})
	}
}

// The signer's certificate is bound by the signed attributes, everything else by the one way of writing it.
func TestEveryFlippedByteOfADetachedSignatureIsDetected(t *testing.T) {
	id := testIdentity(t)
	at := id.Certificate.NotBefore.Add(time.Hour)
	der, err := sign.Detached(t.Context(), manifest, id, at)
	if err != nil {
		t.Fatal(err)
	}
	for i := range der {
		for _, mask := range []byte{0x01, 0x0a, 0x20, 0x80, 0xff} {
			b := bytes.Clone(der)
			b[i] ^= mask
			if sign.VerifyDetached(manifest, b, at, sign.VerifyOptions{Now: at}).Valid {
				t.Errorf("byte %d of %d altered by %#x: valid", i, len(der), mask)
			}
		}
	}
}

func TestADetachedSignatureOutsideItsCertificatesTime(t *testing.T) {
	id := testIdentity(t)
	if _, err := sign.Detached(t.Context(), manifest, id, id.Certificate.NotAfter.Add(time.Second)); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("signing: %v", err)
	}
	at := id.Certificate.NotBefore.Add(time.Hour)
	der, err := sign.Detached(t.Context(), manifest, id, at)
	if err != nil {
		t.Fatal(err)
	}
	if sign.VerifyDetached(manifest, der, id.Certificate.NotBefore.Add(-time.Hour), sign.VerifyOptions{Now: at}).Valid {
		t.Error("valid before its certificate was")
	}
}

func FuzzVerifyDetached(f *testing.F) {
	id := testIdentity(f)
	at := id.Certificate.NotBefore.Add(time.Hour)
	der, err := sign.Detached(f.Context(), manifest, id, at)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(der)
	f.Add([]byte{0x30, 0x80})
	f.Fuzz(func(t *testing.T, p7s []byte) {
		s := sign.VerifyDetached(manifest, p7s, at, sign.VerifyOptions{Now: at})
		if s.Valid && s.Fingerprint == "" {
			t.Errorf("valid without a signer: %s", hex.EncodeToString(p7s))
		}
	})
}
