package score_test

import (
	"bytes"
	"errors"
	"io"
	"math"
	"reflect"
	"strings"
	"testing"

	"tracemark/imaging/score"
)

func example() score.ReferenceSet {
	return score.ReferenceSet{
		Name: "Simulated slides", Description: "for tests", Source: "made here", Date: "2026-11-22",
		Method: "registered", Version: "1", Score: "registered_fraction",
		ParamsDigest: strings.Repeat("0a", 32), DataDigest: strings.Repeat("f1", 32), Synthetic: true,
		KM: []float64{0.5, 0.75, 0.75, 1}, KNM: []float64{0, 0, 0.125, 0.5},
	}
}

func TestAReferenceSetIsReadAsItWasWritten(t *testing.T) {
	want := example()
	var b bytes.Buffer
	if err := want.Encode(&b); err != nil {
		t.Fatal(err)
	}
	got, err := score.DecodeReferenceSet(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
	a, err := want.Digest()
	if err != nil {
		t.Fatal(err)
	}
	got.KNM[3] = 0.4
	if d, _ := got.Digest(); d == a {
		t.Error("another score, the same digest")
	}
}

func TestAWrongReferenceSetIsRefusedWithItsReason(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(*score.ReferenceSet)
		want   string
	}{
		{"no name", func(r *score.ReferenceSet) { r.Name = "" }, "name is missing"},
		{"no version", func(r *score.ReferenceSet) { r.Version = "" }, "version is missing"},
		{"date", func(r *score.ReferenceSet) { r.Date = "22.11.2026" }, "date"},
		{"digest", func(r *score.ReferenceSet) { r.DataDigest = "abc" }, "data_sha256"},
		{"empty group", func(r *score.ReferenceSet) { r.KM = nil }, "km is empty"},
		{"not a number", func(r *score.ReferenceSet) { r.KNM[0] = math.NaN() }, "knm holds NaN"},
		{"unsorted", func(r *score.ReferenceSet) { r.KM[0] = 9 }, "ascending"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := example()
			c.change(&r)
			err := r.Encode(io.Discard)
			if !errors.Is(err, score.ErrReference) || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

func TestAFileThatIsNoReferenceSetIsRefused(t *testing.T) {
	for name, text := range map[string]string{
		"empty":         "",
		"not JSON":      "scan,slide\n",
		"other JSON":    `{"format": "something"}`,
		"later format":  `{"format": "tracemark-reference-set/3"}`,
		"wrong types":   `{"format": "tracemark-reference-set/1", "km": "many"}`,
		"two documents": `{"format": "tracemark-reference-set/1"} {}`,
		"too large":     strings.Repeat(" ", score.MaxReferenceBytes+1),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := score.DecodeReferenceSet(strings.NewReader(text)); !errors.Is(err, score.ErrReference) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestStandingCountsBothSidesWithTheScoreItself(t *testing.T) {
	r := example()
	for _, c := range []struct {
		value    float64
		knm, kms int
	}{
		{-1, 4, 0}, {0, 4, 0}, {0.1, 2, 0}, {0.5, 1, 1}, {0.75, 0, 3}, {2, 0, 4},
	} {
		s, ok := r.Standing(c.value)
		if !ok || s.KNMAtOrAbove != c.knm || s.KMAtOrBelow != c.kms || s.KM != 4 || s.KNM != 4 {
			t.Errorf("%g: got %+v, want %d KNM at or above and %d KM at or below", c.value, s, c.knm, c.kms)
		}
	}
	if _, ok := r.Standing(math.NaN()); ok {
		t.Error("a missing score stands somewhere")
	}
	if v, ok := r.BestKnownNonMatch(); !ok || v != 0.5 {
		t.Errorf("best known non-match: got %g, want 0.5", v)
	}
	if _, ok := (score.ReferenceSet{}).BestKnownNonMatch(); ok {
		t.Error("an empty set has a best known non-match")
	}
}

func FuzzDecodeReferenceSet(f *testing.F) {
	var b bytes.Buffer
	if err := example().Encode(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(`{"format": "tracemark-reference-set/1", "km": [1e309], "knm": [null]}`))
	b.Reset()
	if err := simulated(3, 1, 1).Encode(&b); err != nil {
		f.Fatal(err)
	}
	f.Add(b.Bytes())
	f.Add([]byte(`[]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := score.DecodeReferenceSet(bytes.NewReader(data))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := r.Encode(&out); err != nil {
			t.Fatalf("read, but not writable: %v", err)
		}
		again, err := score.DecodeReferenceSet(&out)
		if err != nil || !reflect.DeepEqual(again, r) {
			t.Fatalf("written and read again: %+v, %v; want %+v", again, err, r)
		}
	})
}
