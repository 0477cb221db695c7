package casefile

import "testing"

// TestTheCheckDigitIsThatOfTheStandard takes its numbers from published ones: the example of ISO/IEC 7064 MOD 11,10, and a German
// tax number, which uses the same system.
func TestTheCheckDigitIsThatOfTheStandard(t *testing.T) {
	for digits, want := range map[string]byte{"0794": '5', "8609574271": '9'} {
		if got := checkDigit(digits); got != want {
			t.Errorf("%s: got %c, want %c", digits, got, want)
		}
	}
}
