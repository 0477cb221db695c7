package client_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"tracemark/app/hub/api"
	"tracemark/app/hub/client"
	"tracemark/casefile"
)

func against(t *testing.T, h http.HandlerFunc) *client.Client {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	c, err := client.New(s.URL, "key", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

// A proxy that lets no stream through: the client asks again and again instead.
func TestCorrelateWithoutEvents(t *testing.T) {
	var asked atomic.Int32
	c := against(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer key" {
			t.Errorf("no key at %s", r.URL)
		}
		now := api.Correlation{ID: "k", State: api.Running, Done: 1, Total: 4}
		switch {
		case strings.HasSuffix(r.URL.Path, "/events"):
			w.WriteHeader(http.StatusBadGateway)
			return
		case r.Method == "GET" && asked.Add(1) == 2:
			now.State, now.Done, now.Total = api.Finished, 0, 0
		}
		json.NewEncoder(w).Encode(now)
	})
	var last [2]int64
	done, err := c.Correlate(t.Context(), "k", api.CorrelationRequest{ExhibitID: "q"}, func(d, n int64, _ string) { last = [2]int64{d, n} })
	if err != nil || done.State != api.Finished {
		t.Errorf("%+v, %v", done, err)
	}
	if last != [2]int64{4, 4} {
		t.Errorf("last progress %v", last)
	}
}

func TestAnswersThatAreNoServices(t *testing.T) {
	page := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			fmt.Fprint(w, "<html>Welcome</html>")
		}
	}
	for _, status := range []int{200, 302, 404, 500} {
		_, err := against(t, page(status)).Agency(t.Context())
		if err == nil || !strings.Contains(err.Error(), "not a correlation service") {
			t.Errorf("%d: %v", status, err)
		}
	}
	problem := func(status int, text string) *client.Client {
		return against(t, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status); fmt.Fprint(w, text) })
	}
	_, err := problem(409, `{"detail":"It clashes."}`).Agency(t.Context())
	if casefile.CodeOf(err) != casefile.Conflict || err.Error() != "It clashes." {
		t.Errorf("conflict: %v", err)
	}
	_, err = problem(422, `{"detail":"validation failed","errors":[{"location":"body.label","message":"expected length >= 1"}]}`).Agency(t.Context())
	if casefile.CodeOf(err) != casefile.Invalid || !strings.Contains(err.Error(), "body.label expected length >= 1") {
		t.Errorf("invalid: %v", err)
	}
}

func TestTheKeyFollowsNoRedirection(t *testing.T) {
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("asked with %v", r.Header) }))
	defer other.Close()
	c := against(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	})
	if _, err := c.Agency(t.Context()); err == nil {
		t.Error("no error")
	}
}

func TestACancelledCallSaysSo(t *testing.T) {
	arrived := make(chan struct{}, 10)
	c := against(t, func(_ http.ResponseWriter, r *http.Request) { arrived <- struct{}{}; <-r.Context().Done() })
	ctx, cancel := context.WithCancel(t.Context())
	go func() { <-arrived; cancel() }()
	if err := c.Health(ctx); err != context.Canceled {
		t.Errorf("got %v", err)
	}
}

func TestCaptureIsChecked(t *testing.T) {
	c := against(t, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, "bytes") })
	good := sha256.Sum256([]byte("bytes"))
	if b, err := c.Capture(t.Context(), "", "c", hex.EncodeToString(good[:])); err != nil || !bytes.Equal(b, []byte("bytes")) {
		t.Errorf("%q, %v", b, err)
	}
	_, err := c.Capture(t.Context(), "", "c", strings.Repeat("0", 64))
	if casefile.CodeOf(err) != casefile.Damaged {
		t.Errorf("other bytes: %v", err)
	}
}

func TestWhatIsSubmittedComesBackTheSame(t *testing.T) {
	x := casefile.Exhibit{ID: "x", Label: "L", Kind: casefile.KindCartridgeCase, Origin: casefile.Known, EventID: "e",
		Class: casefile.Class{Calibre: casefile.Code{State: casefile.Stated, Code: "9x19"}}}
	captures := []casefile.Capture{{ID: "c", ExhibitID: "x", Mark: casefile.BreechFace, Kind: casefile.Topography, SHA256: "ab", Size: 3, FileName: "f.x3p",
		MediaType: "model/x3p", Width: 4, Height: 5, Scale: casefile.Scale{X: 1, Y: 2, Source: "file"}, Instrument: casefile.Instrument{Maker: "m"},
		RecordedAt: "then", Synthetic: true, Warnings: []string{"w"}}}
	s := client.Submission(x, captures, "case 1", nil)
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	wire := api.Exhibit{Agency: "a", ID: "x", Description: s.Description, Submitted: at}
	for _, r := range s.Captures {
		wire.Captures = append(wire.Captures, api.Capture{Recording: r, Agency: "a", ExhibitID: "x"})
	}
	back, backCaptures := client.Exhibit(wire)
	x.Owner, x.OwnerExhibitID, x.Created = "a", "x", at
	captures[0].Created = at
	if !reflect.DeepEqual(back, x) || !reflect.DeepEqual(backCaptures, captures) {
		t.Errorf("came back as\n%+v\n%+v", back, backCaptures)
	}
	if s.CaseRef != "case 1" || s.Sharing != nil {
		t.Errorf("submission %+v", s)
	}
}
