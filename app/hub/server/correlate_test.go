package server_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"tracemark/app/hub/api"
	"tracemark/app/hub/client"
	"tracemark/casefile"
)

func TestCorrelationRanksByBestPair(t *testing.T) {
	h := startHub(t, t.TempDir(), newToy())
	c := h.agency(t, "a")
	put(t, c, "q", nil, `{"Gun":"x","Shot":1}`, `{"Gun":"x","Shot":40}`)
	put(t, c, "far", nil, `{"Gun":"y","Shot":90}`)
	put(t, c, "mid", nil, `{"Gun":"x","Shot":10}`)
	put(t, c, "near", nil, `{"Gun":"y","Shot":3}`, `{"Gun":"x","Shot":39}`)
	put(t, c, "twin-b", nil, `{"Gun":"y","Shot":70}`)
	put(t, c, "twin-a", nil, `{"Gun":"z","Shot":70}`)
	done, list := correlate(t, c, "k1", api.CorrelationRequest{ExhibitID: "q"})
	wantIDs(t, list, "a/near", "a/mid", "a/twin-a", "a/twin-b", "a/far")
	if done.GallerySize != 5 || done.Method != "toy" || done.Version != "1" || done.SearchedAt == nil || done.Lead != casefile.LeadBanner {
		t.Errorf("correlation %+v", done)
	}
	best := list[0].Marks[0]
	if list[0].Rank != 1 || best.OwnCaptureID != "q-c1" || best.CaptureID != "near-c1" || *best.Scores[0].Value != 99 || best.Scores[1].Value != nil || best.Notes[0] != "toys" {
		t.Errorf("best pair %+v", best)
	}
	kept := client.Correlation(done, c.Service(), list)
	if _, err := json.Marshal(kept); err != nil {
		t.Errorf("cannot be kept: %v", err)
	}
	if kept.Candidates[0].Scores[0].Value != 99 || kept.Candidates[0].State != casefile.Unseen || len(kept.Candidates) != 5 {
		t.Errorf("kept %+v", kept)
	}

	// Asked again under another id: the same list, from the kept scores.
	before := fmt.Sprint(ids(list))
	if _, again := correlate(t, c, "k2", api.CorrelationRequest{ExhibitID: "q"}); fmt.Sprint(ids(again)) != before {
		t.Errorf("second list %v", ids(again))
	}
}

func TestScoresOfAPairAreKept(t *testing.T) {
	e := newToy()
	h := startHub(t, t.TempDir(), e)
	c := h.agency(t, "a")
	put(t, c, "q", nil, `{"Gun":"x","Shot":1}`)
	put(t, c, "r", nil, `{"Gun":"x","Shot":2}`)
	correlate(t, c, "k1", api.CorrelationRequest{ExhibitID: "q"})
	correlate(t, c, "k2", api.CorrelationRequest{ExhibitID: "q"})
	correlate(t, c, "k3", api.CorrelationRequest{ExhibitID: "r"}) // the same pair from its other end
	if n := e.compared.Load(); n != 1 {
		t.Errorf("%d comparisons of one pair", n)
	}
}

func TestWhatIsLeftOutIsListedWithItsReason(t *testing.T) {
	h := startHub(t, t.TempDir(), newToy())
	c := h.agency(t, "a")
	event := func(id, event string, recordings ...string) {
		s, originals := exhibit(id, recordings...)
		s.EventID = event
		if _, err := c.Send(t.Context(), id, s, opener(originals), nil); err != nil {
			t.Fatal(err)
		}
	}
	event("q", "e1", `{"Gun":"x","Shot":1}`)
	event("same", "e1", `{"Gun":"x","Shot":2}`)
	event("other", "e2", `{"Gun":"x","Shot":5}`, `not a toy`)
	event("broken", "e3", `{"Panic":true}`)
	event("bare", "e4")
	s, _ := exhibit("unsent", `{"Gun":"x","Shot":3}`)
	photo, originals := exhibit("photo", "a picture")
	photo.Captures[0].Kind = casefile.Photograph
	if _, err := c.Submit(t.Context(), "unsent", s); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Send(t.Context(), "photo", photo, opener(originals), nil); err != nil {
		t.Fatal(err)
	}

	done, list := correlate(t, c, "k", api.CorrelationRequest{ExhibitID: "q"})
	wantIDs(t, list, "a/other")
	if done.GallerySize != 1 || done.LeftOut != 7 {
		t.Errorf("gallery of %d, %d left out", done.GallerySize, done.LeftOut)
	}
	var got []string
	for _, l := range leftOut(t, c, "k") {
		got = append(got, l.ExhibitID+" "+l.CaptureID+": "+l.Reason)
	}
	want := []string{
		"bare : It has no recording of a mark that the exhibit searched for has.",
		"photo photo-c0: It is a photograph: correlation compares topographies.",
		"same : It belongs to the same event.",
		"unsent unsent-c0: Its original has not been sent to the service.",
		"broken broken-c0: It cannot be read as a topography.",
		"other other-c1: This is not a toy.",
		"broken : None of its recordings could be compared.",
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("left out\n%q, want\n%q", got, want)
	}

	_, list = correlate(t, c, "k2", api.CorrelationRequest{ExhibitID: "q", IncludeSameEvent: true})
	wantIDs(t, list, "a/same", "a/other")

	_, err := c.Correlate(t.Context(), "k3", api.CorrelationRequest{ExhibitID: "bare"}, nil)
	wantCode(t, err, casefile.Failed)
	_, err = c.Correlate(t.Context(), "k4", api.CorrelationRequest{ExhibitID: "broken"}, nil)
	wantCode(t, err, casefile.Failed)
}

func TestCandidatesArePaged(t *testing.T) {
	h := startHub(t, t.TempDir(), newToy())
	c := h.agency(t, "a")
	put(t, c, "q", nil, `{"Gun":"x","Shot":0}`)
	for i := range 23 {
		put(t, c, fmt.Sprintf("x%02d", i), nil, fmt.Sprintf(`{"Gun":"x","Shot":%d}`, i+1))
	}
	correlate(t, c, "k", api.CorrelationRequest{ExhibitID: "q", TopK: 17})
	var seen []string
	for offset := 0; ; {
		p, err := c.CandidatePage(t.Context(), "k", offset, 5)
		if err != nil {
			t.Fatal(err)
		}
		if p.Total != 17 || p.GallerySize != 23 || p.Offset != offset || p.Lead != casefile.LeadBanner {
			t.Errorf("page %+v", p.Page)
		}
		if len(p.Candidates) == 0 {
			break
		}
		for i, x := range p.Candidates {
			if x.Rank != offset+i+1 {
				t.Errorf("rank %d at %d", x.Rank, offset+i)
			}
			seen = append(seen, x.ExhibitID)
		}
		offset += len(p.Candidates)
	}
	if len(seen) != 17 || seen[0] != "x00" || seen[16] != "x16" {
		t.Errorf("seen %v", seen)
	}
	for _, bad := range [][2]int{{-1, 5}, {0, 0}, {0, api.MaxPage + 1}} {
		_, err := c.CandidatePage(t.Context(), "k", bad[0], bad[1])
		wantCode(t, err, casefile.Invalid)
	}
}

func TestOtherClassesAreLeftOutAndCanBePutBack(t *testing.T) {
	h := startHub(t, t.TempDir(), newToy())
	c := h.agency(t, "a")
	send := func(id, calibre, face string) {
		t.Helper()
		sub, originals := exhibit(id, `{"Gun":"x","Shot":`+fmt.Sprint(len(id))+`}`)
		sub.Class.Calibre, sub.Class.BreechFace = casefile.Calibres.Encode(calibre), casefile.BreechFacePatterns.Encode(face)
		if _, err := c.Send(t.Context(), id, sub, opener(originals), nil); err != nil {
			t.Fatal(err)
		}
	}
	send("q", "9luger", "parallel")
	send("same", "9 mm Luger (9 × 19 mm)", "")
	send("unknown1", "", "not visible")
	send("asseen", "nine millimetre", "parallel")
	send("calibre", "45auto", "granular")
	done, list := correlate(t, c, "k1", api.CorrelationRequest{ExhibitID: "q"})
	if len(list) != 3 || done.GallerySize != 3 || done.LeftOut != 1 {
		t.Errorf("%d candidates of %d, %d left out; want 3, 3 and 1", len(list), done.GallerySize, done.LeftOut)
	}
	left := leftOut(t, c, "k1")
	if len(left) != 1 || left[0].ExhibitID != "calibre" || left[0].CaptureID != "" {
		t.Fatalf("left out: %+v", left)
	}
	for _, want := range []string{"calibre is stated as .45 Auto", "as 9 mm Luger", "breech face is stated as Granular", "as Parallel"} {
		if !strings.Contains(left[0].Reason, want) {
			t.Errorf("no %q in %q", want, left[0].Reason)
		}
	}
	kept := client.Correlation(done, c.Service(), list, left...)
	if len(kept.LeftOut) != 1 || kept.LeftOut[0].Reason != left[0].Reason || kept.AllClasses {
		t.Errorf("kept %+v", kept)
	}
	done, list = correlate(t, c, "k2", api.CorrelationRequest{ExhibitID: "q", AllClasses: true})
	if len(list) != 4 || len(leftOut(t, c, "k2")) != 0 || !client.Correlation(done, "", list).AllClasses {
		t.Errorf("put back: %d candidates, left out %v", len(list), leftOut(t, c, "k2"))
	}
}
