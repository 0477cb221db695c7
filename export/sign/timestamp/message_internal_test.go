package timestamp

import (
	"os"
	"testing"
)

// FuzzResponse: whatever a service answers ends in a token that can be parsed or not, or in a reason.
func FuzzResponse(f *testing.F) {
	token, err := os.ReadFile("testdata/token.der")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(append([]byte{0x30, 0x82, byte((len(token) + 5) >> 8), byte(len(token) + 5), 0x30, 3, 2, 1, 0}, token...))
	f.Add([]byte{0x30, 18, 0x30, 16, 2, 1, 2, 0x30, 7, 0x0c, 5, 'h', 'e', 'l', 'l', 'o', 3, 2, 5, 0x20})
	f.Fuzz(func(t *testing.T, b []byte) {
		got, err := Response(b)
		switch {
		case err == nil && len(got) == 0:
			t.Error("neither a token nor a reason")
		case err != nil && (err.Error() == "" || len(err.Error()) > 100*maxReason+len(b)):
			t.Errorf("reason of %d bytes", len(err.Error()))
		}
		if err == nil {
			if _, err := Parse(got); err != nil {
				return
			}
		}
	})
}
