package sign_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"tracemark/export/sign"
	"tracemark/export/sign/signtest"
)

// proving reports whether long proofs run whole.
func proving() bool { return os.Getenv("TRACEMARK_PROVE") == "1" }

// sampleSize is how many bytes are flipped where the proof does not run whole.
const sampleSize = 400

// TestProveThatEveryChangedByteIsSeen changes each byte of a small signed report, by one bit and to another value, at each level: no
// change goes unsaid. Most make the file not valid. Where only an issuer's certificate is touched that travels with the signature,
// which no signature of the file covers, the signature stays good and the issuer is no longer a trusted one. The whole proof runs with TRACEMARK_PROVE=1, a
// seeded sample of the bytes otherwise.
func TestProveThatEveryChangedByteIsSeen(t *testing.T) {
	p := signtest.New(t)
	for _, level := range []sign.Level{sign.BB, sign.BT, sign.BLTA} {
		t.Run(string(level), func(t *testing.T) {
			b := levelled(t, p, letter(), p.P256, level)
			opts := trusting(p)
			good := verify(t, b, opts)
			if !good.Valid || good.Last().Level != level {
				t.Fatalf("%q", good.Problems)
			}
			places := make([]int, len(b))
			for i := range places {
				places[i] = i
			}
			if !proving() {
				r := rand.New(rand.NewPCG(6, 3))
				r.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
				places = places[:sampleSize]
			}
			r := rand.New(rand.NewPCG(3, 6))
			refused, doubted := 0, 0
			for _, i := range places {
				for _, with := range []byte{b[i] ^ 1<<r.IntN(8), b[i] ^ byte(1+r.IntN(255))} {
					was := b[i]
					b[i] = with
					v, err := sign.Verify(b, opts)
					b[i] = was
					switch {
					case err != nil || !v.Valid:
						refused++
					case standing(v) != standing(good):
						doubted++
					default:
						t.Errorf("byte %d of %d from %q to %q: nothing is said of it, near %q", i, len(b), was, with, near(b, i))
					}
				}
			}
			t.Logf("%d bytes: %d changes make the file not valid, %d take trust or level away", len(b), refused, doubted)
			if refused < 9*doubted { // certificates of issuers are a small part of a file
				t.Errorf("%d changes are only doubted, %d refused", doubted, refused)
			}
		})
	}
}

// standing is what a verification says about who vouches for what, in one line.
func standing(v sign.Verification) string {
	s := v.Last()
	all := []any{s.Trust, s.Level, s.Revocation.Standing, s.ProvenAt, len(s.Notes)}
	for _, t := range append(slices.Clone(s.TimeStamps), v.TimeStamps...) {
		all = append(all, t.Trust, t.Revocation.Standing)
	}
	return fmt.Sprint(all...)
}

func near(b []byte, i int) string {
	return strings.ToValidUTF8(string(slices.Clone(b[max(0, i-30):min(len(b), i+10)])), "?")
}
