package validate

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"tracemark/imaging"
	"tracemark/imaging/score"
)

// pairsOf makes a report of pairs with two scores; NaN is a missing one.
func pairsOf(same []bool, count, z []float64) Report {
	r := Report{Default: "count"}
	for i, s := range same {
		r.List = append(r.List, Pair{A: string(rune('a' + i)), B: "x", Same: s, Published: math.NaN(),
			Scores: []imaging.Score{{Name: "count", Value: count[i]}, {Name: "z", Value: z[i]}}})
	}
	for _, name := range []string{"count", "z"} {
		km, knm := r.groups(func(p Pair) float64 { return p.Score(name) })
		r.Scores = append(r.Scores, ScoreReport{Name: name, Method: name, Figures: score.Compare(km, knm), Threshold: score.BestThreshold(km, knm)})
	}
	r.addDisagreements()
	return r
}

func TestPairsThatTwoScoresDecideDifferentlyAreListed(t *testing.T) {
	// By count the fourth pair, by z the second one is on the wrong side.
	r := pairsOf([]bool{true, true, false, false, false, false, true},
		[]float64{20, 18, 1, 19, 0, 1, 21}, []float64{0.6, 0.1, 0.1, 0.2, 0.1, 0.1, math.NaN()})
	if len(r.Disagreements) != 2 || r.Disagreements[0].A != "b" || r.Disagreements[1].A != "d" {
		t.Fatalf("got %+v", r.Disagreements)
	}
	if d := r.Disagreements[0]; !d.Same || !d.Decisions[0].Same || d.Decisions[1].Same {
		t.Errorf("got %+v", d)
	}
	var text bytes.Buffer
	if err := r.WriteText(&text); err != nil || !strings.Contains(text.String(), "decide differently (2;") || !strings.Contains(text.String(), "18 +") {
		t.Errorf("as text (%v):\n%s", err, text.String())
	}
	b, err := json.Marshal(r)
	if err != nil || !bytes.Contains(b, []byte(`"disagreements":[{"scan_a":"b"`)) || !bytes.Contains(b, []byte(`"best_threshold":{"threshold":`)) {
		t.Errorf("as JSON (%v): %s", err, b)
	}
	var table bytes.Buffer
	if err := r.WriteCSV(&table); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&table).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	at := map[string]int{}
	for i, h := range rows[0] {
		at[h] = i
	}
	if got := rows[2]; got[at["same_by_count"]] != "yes" || got[at["same_by_z"]] != "no" || got[at["methods_differ"]] != "yes" {
		t.Errorf("row of the second pair: %v", got)
	}
	if got := rows[7]; got[at["same_by_z"]] != "" || got[at["methods_differ"]] != "no" {
		t.Errorf("a missing score decides: %v", got)
	}
}

func TestPublishedFiguresDecideToo(t *testing.T) {
	r := pairsOf([]bool{true, true, false, false}, []float64{9, 8, 1, 0}, []float64{9, 8, 1, 0})
	for i, v := range []float64{20, 1, 2, 0} {
		r.List[i].Published = v
	}
	km, knm := r.groups(func(p Pair) float64 { return p.Published })
	r.Published = &ScoreReport{Name: "cmcs", Figures: score.Compare(km, knm), Threshold: score.BestThreshold(km, knm)}
	r.addDisagreements()
	if len(r.Disagreements) != 1 || r.Disagreements[0].A != "b" || r.Disagreements[0].Decisions[2].Score != "published_cmcs" {
		t.Errorf("got %+v", r.Disagreements)
	}
}

func TestTicksAreAsShortAsTheyAreExact(t *testing.T) {
	for _, c := range []struct{ least, most float64 }{{0, 100}, {0, 1}, {-0.5, 36}, {-2, 3}} {
		for _, k := range (shortTicks{}).Ticks(c.least, c.most) {
			if strings.Contains(k.Label, ".") && strings.HasSuffix(k.Label, "0") {
				t.Errorf("%g to %g: %q", c.least, c.most, k.Label)
			}
		}
	}
}
