package algorithm_test

import (
	"bytes"
	"crypto"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/hex"
	"errors"
	"testing"

	"golang.org/x/crypto/cryptobyte"

	"tracemark/export/sign/algorithm"
)

// pss256 is RSASSA-PSS with SHA-256, MGF1 with SHA-256 and a salt of 32, as "openssl cms -sign -keyopt
// rsa_padding_mode:pss -keyopt rsa_pss_saltlen:32 -md sha256" writes it.
const pss256 = "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020120"

func TestIdentifiersAreReadAsTheyAreWritten(t *testing.T) {
	for name, c := range map[string]struct {
		key  crypto.Signer
		want string
		der  string
	}{
		"RSA":   {rsaKey(t, 3072), "RSA-PSS with SHA-256", pss256},
		"P-256": {ecKey(t, elliptic.P256()), "ECDSA with SHA-256", "300a06082a8648ce3d040302"},
		"P-384": {ecKey(t, elliptic.P384()), "ECDSA with SHA-384", "300a06082a8648ce3d040303"},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := algorithm.ForKey(c.key.Public())
			if err != nil || a.String() != c.want || hex.EncodeToString(a.Identifier()) != c.der {
				t.Fatalf("got %s, %x, %v", a, a.Identifier(), err)
			}
			in := cryptobyte.String(a.Identifier())
			if got, err := algorithm.Read(&in, a.Hash); err != nil || got != a || !in.Empty() {
				t.Errorf("read back as %+v, %v", got, err)
			}
			h := a.Hash.New()
			h.Write([]byte("content"))
			digest := h.Sum(nil)
			sig, err := a.Sign(c.key, digest)
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Verify(c.key.Public(), digest, sig); err != nil {
				t.Error(err)
			}
			digest[3] ^= 1
			if a.Verify(c.key.Public(), digest, sig) == nil {
				t.Error("another digest is accepted")
			}
			if a.Verify(c.key.Public(), digest[1:], sig) == nil {
				t.Error("a short digest is accepted")
			}
		})
	}
}

func TestOldSignaturesAreStillVerified(t *testing.T) {
	key := rsaKey(t, 2048)
	digest := bytes.Repeat([]byte{7}, 32)
	sig, err := rsa.SignPKCS1v15(nil, key, crypto.SHA256, digest)
	if err != nil {
		t.Fatal(err)
	}
	for name, der := range map[string]string{"rsaEncryption": "300d06092a864886f70d0101010500", "sha256WithRSAEncryption": "300d06092a864886f70d01010b0500"} {
		t.Run(name, func(t *testing.T) {
			raw, err := hex.DecodeString(der)
			if err != nil {
				t.Fatal(err)
			}
			in := cryptobyte.String(raw)
			a, err := algorithm.Read(&in, crypto.SHA256)
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Verify(key.Public(), digest, sig); err != nil {
				t.Error(err)
			}
			if !bytes.Equal(a.Identifier(), raw) {
				t.Errorf("written again as %x", a.Identifier())
			}
		})
	}
}

func TestWhatIsWeakOrAmbiguousIsRefused(t *testing.T) {
	for name, der := range map[string]string{
		"SHA-1 with RSA":            "300d06092a864886f70d0101050500",
		"PSS without parameters":    "300d06092a864886f70d01010a0500",
		"PSS with defaults (SHA-1)": "300d06092a864886f70d01010a3000",
		"PSS with another hash":     "304106092a864886f70d01010a3034a00f300d06096086480165030402020500a11c301a06092a864886f70d010108300d06096086480165030402020500a203020120",
		"PSS with salt 0":           "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a203020100",
		"PSS with a negative salt":  "304106092a864886f70d01010a3034a00f300d06096086480165030402010500a11c301a06092a864886f70d010108300d06096086480165030402010500a2030201ff",
		"SHA-384 over SHA-256":      "300a06082a8648ce3d040303",
		"not an identifier":         "0500",
		"ECDSA with parameters":     "300c06082a8648ce3d0403020400",
	} {
		t.Run(name, func(t *testing.T) {
			raw, err := hex.DecodeString(der)
			if err != nil {
				t.Fatal(err)
			}
			in := cryptobyte.String(raw)
			if got, err := algorithm.Read(&in, crypto.SHA256); !errors.Is(err, algorithm.ErrUnsupported) {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
	for name, key := range map[string]crypto.PublicKey{"RSA 2048": rsaKey(t, 2048).Public(), "P-224": ecKey(t, elliptic.P224()).Public(), "P-521": ecKey(t, elliptic.P521()).Public()} {
		if _, err := algorithm.ForKey(key); !errors.Is(err, algorithm.ErrKey) {
			t.Errorf("%s signs: %v", name, err)
		}
	}
	a := algorithm.Algorithm{Scheme: algorithm.ECDSA, Hash: crypto.SHA256}
	if err := a.Verify(rsaKey(t, 2048).Public(), make([]byte, 32), nil); !errors.Is(err, algorithm.ErrKey) {
		t.Errorf("an RSA key verifies ECDSA: %v", err)
	}
	a.Scheme = algorithm.PKCS1
	if err := a.Verify(rsaKey(t, 1024).Public(), make([]byte, 32), nil); !errors.Is(err, algorithm.ErrKey) {
		t.Errorf("an RSA key of 1024 bits verifies: %v", err)
	}
}

func rsaKey(t *testing.T, bits int) *rsa.PrivateKey {
	t.Helper()
	k, err := rsa.GenerateKey(rand.Reader, bits)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

func ecKey(t *testing.T, c elliptic.Curve) *ecdsa.PrivateKey {
	t.Helper()
	k, err := ecdsa.GenerateKey(c, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// FuzzRead: what is read is written back to the byte, unless it left out what may be left out.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{pss256, "300d06092a864886f70d01010b0500", "300a06082a8648ce3d040302", "300b0609608648016503040201"} {
		b, err := hex.DecodeString(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		in := cryptobyte.String(b)
		a, err := algorithm.Read(&in, crypto.SHA256)
		if err != nil {
			return
		}
		if a.Hash != crypto.SHA256 || a.Scheme == algorithm.PSS && (a.Salt < 1 || a.Salt > 64) {
			t.Errorf("got %+v", a)
		}
		again := cryptobyte.String(a.Identifier())
		if got, err := algorithm.Read(&again, crypto.SHA256); err != nil || got != a {
			t.Errorf("read %+v, written and read again %+v, %v", a, got, err)
		}
	})
}
