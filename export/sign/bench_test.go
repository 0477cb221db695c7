package sign_test

import (
	"crypto/sha256"
	"math/rand/v2"
	"testing"

	"tracemark/export/sign"
)

// large is a report of some 80 MB, as thirty plates make it.
func large(b *testing.B) []byte {
	o := letterObjects()
	r := rand.NewChaCha8([32]byte{6})
	for range 30 {
		data := make([]byte, 80<<20/30)
		if _, err := r.Read(data); err != nil {
			b.Fatal(err)
		}
		o = append(o, streamOf("/Type /XObject /Subtype /Image", string(data)))
	}
	return signed(b, signed(b, file(o, ""), testIdentity(b)), testIdentity(b))
}

// BenchmarkVerifyLarge checks two signatures; compare BenchmarkSHA256Large, which reads the same file once.
func BenchmarkVerifyLarge(b *testing.B) {
	pdf := large(b)
	b.SetBytes(int64(len(pdf)))
	for b.Loop() {
		if v, err := sign.Verify(pdf, verifyNow); err != nil || !v.Valid {
			b.Fatal(err, v.Problems)
		}
	}
}

func BenchmarkSHA256Large(b *testing.B) {
	pdf := large(b)
	b.SetBytes(int64(len(pdf)))
	for b.Loop() {
		sha256.Sum256(pdf)
	}
}
