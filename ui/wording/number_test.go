package wording_test

import (
	"testing"

	"tracemark/imaging"
	"tracemark/ui/language"
	"tracemark/ui/wording"
)

func TestNumbersAreWrittenAsTheLanguageWritesThem(t *testing.T) {
	p := &imaging.Pose{AngleDeg: -10.24, TX: 400.2, TY: -241.7}
	for l, want := range map[language.Tag][5]string{
		language.English: {"−10.2°", "400, −242 µm", "+0.51", "0.0", "0.00123"},
		language.French:  {"−10,2°", "400; −242 µm", "+0,51", "0,0", "0,00123"},
		language.Spanish: {"−10,2°", "400; −242 µm", "+0,51", "0,0", "0,00123"},
	} {
		in(t, l)
		got := [5]string{wording.Rotation(p), wording.Translation(p), wording.Signed(0.512, 2), wording.Number(-0.04, 1), wording.Figures(0.001234, 3)}
		if got != want {
			t.Errorf("in %s %q, want %q", l, got, want)
		}
		if got := wording.Value(imaging.Score{Name: imaging.ScoreSurface, Value: -0.125}); got != language.Number("-0.12") && got != language.Number("-0.13") {
			t.Errorf("in %s a score is %q", l, got)
		}
	}
}
