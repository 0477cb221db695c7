package imaging_test

import (
	"slices"
	"testing"

	"tracemark/imaging"
)

func TestNotesSayWhichScanTheySpeakOf(t *testing.T) {
	got := imaging.SideNotes([]string{"raw, 14 %", "unit assumed"}, []string{"unit assumed", "raw, 13 %"})
	if want := []string{"A: raw, 14 %", "A and B: unit assumed", "B: raw, 13 %"}; !slices.Equal(got, want) {
		t.Fatalf("got %q, want %q", got, want)
	}
	turned := imaging.ExchangeNotes(append(got, "of the pair"))
	if want := []string{"B: raw, 14 %", "A and B: unit assumed", "A: raw, 13 %", "of the pair"}; !slices.Equal(turned, want) {
		t.Errorf("the other way round: got %q, want %q", turned, want)
	}
	for note, want := range map[string][2]string{"A: x: y": {"A", "x: y"}, "A and B: x": {"A and B", "x"}, "looks mirrored: x": {"", "looks mirrored: x"}} {
		if side, text := imaging.CutSide(note); side != want[0] || text != want[1] {
			t.Errorf("%q: %q, %q", note, side, text)
		}
	}
}
