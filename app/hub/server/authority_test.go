package server_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"tracemark/app/hub/api"
	"tracemark/app/hub/client"
	"tracemark/casefile"
)

// Agency b asks about its exhibit q; agency a holds one exhibit of each sharing rule.
func sharingHub(t *testing.T) (a, b, c *client.Client, h hub) {
	h = startHub(t, t.TempDir(), newToy())
	a, b, c = h.agency(t, "a"), h.agency(t, "b"), h.agency(t, "c")
	put(t, a, "private", nil, `{"Gun":"x","Shot":2}`)
	put(t, a, "for-b", &api.Sharing{Rule: api.Agencies, Agencies: []string{"b"}}, `{"Gun":"x","Shot":3}`)
	put(t, a, "for-all", &api.Sharing{Rule: api.All}, `{"Gun":"x","Shot":4}`, `broken`)
	put(t, b, "q", nil, `{"Gun":"x","Shot":1}`)
	put(t, b, "private", nil, `{"Gun":"x","Shot":30}`) // the same id as a's: neither learns of it
	put(t, c, "q", nil, `{"Gun":"x","Shot":1}`)
	return a, b, c, h
}

func TestEachAgencySeesItsOwnAndWhatIsShared(t *testing.T) {
	a, b, c, _ := sharingHub(t)
	for _, row := range []struct {
		who   *client.Client
		name  string
		id    string
		owner string
		sees  bool
	}{
		{a, "a", "private", "", true}, {a, "a", "for-b", "a", true}, {a, "a", "for-all", "", true},
		{b, "b", "private", "a", false}, {b, "b", "for-b", "a", true}, {b, "b", "for-all", "a", true},
		{c, "c", "private", "a", false}, {c, "c", "for-b", "a", false}, {c, "c", "for-all", "a", true},
		{a, "a", "q", "b", false}, {a, "a", "q", "", false}, {b, "b", "q", "c", false}, {b, "b", "q", "", true},
	} {
		x, err := row.who.Exhibit(t.Context(), row.owner, row.id)
		if (err == nil) != row.sees {
			t.Errorf("%s asks for %s of %q: %v", row.name, row.id, row.owner, err)
		}
		if err != nil {
			wantCode(t, err, casefile.NotFound)
		} else if own := row.owner == "" || row.owner == row.name; own != (x.Sharing != nil) {
			t.Errorf("%s is told the sharing rule of %s: %v", row.name, row.id, x.Sharing)
		}
		owner := row.owner
		if owner == "" {
			owner = row.name
		}
		sha := ""
		if err == nil {
			sha = x.Captures[0].SHA256
		}
		if _, err := row.who.Capture(t.Context(), owner, row.id+"-c0", sha); (err == nil) != row.sees {
			t.Errorf("%s fetches the capture of %s of %q: %v", row.name, row.id, row.owner, err)
		}
	}
}

func TestNothingLeaksThroughCorrelations(t *testing.T) {
	a, b, c, _ := sharingHub(t)
	done, list := correlate(t, b, "k", api.CorrelationRequest{ExhibitID: "q"})
	wantIDs(t, list, "a/for-b", "a/for-all", "b/private")
	if done.GallerySize != 3 || done.LeftOut != 1 {
		t.Errorf("b: gallery of %d, %d left out", done.GallerySize, done.LeftOut)
	}
	done, list = correlate(t, c, "k", api.CorrelationRequest{ExhibitID: "q"})
	wantIDs(t, list, "a/for-all")
	if done.GallerySize != 1 || done.LeftOut != 1 || done.Total != 0 {
		t.Errorf("c: gallery of %d, %d left out, %d pairs", done.GallerySize, done.LeftOut, done.Total)
	}

	// Correlations are their agency's own: the same id is another correlation, or none.
	for _, err := range []error{
		errOf(a.Correlation(t.Context(), "k")),
		errOf(a.CandidatePage(t.Context(), "k", 0, 10)),
		errOf(a.CancelCorrelation(t.Context(), "k")),
		errOf(a.SetSharing(t.Context(), "q", api.Sharing{Rule: api.All})),
		errOf(a.SetDescription(t.Context(), "q", api.Description{Label: "taken over", Kind: casefile.KindBullet, Origin: casefile.Known})),
		errOf(a.StartCorrelation(t.Context(), "k9", api.CorrelationRequest{ExhibitID: "q"})),
		errOf(b.StartCorrelation(t.Context(), "k9", api.CorrelationRequest{ExhibitID: "for-all"})),
		errOf(b.UploadCapture(t.Context(), "for-all-c0", 1, strings.NewReader("x"))),
	} {
		wantCode(t, err, casefile.NotFound)
	}
}

func errOf[T any](_ T, err error) error { return err }

func TestWhatIsWithdrawnIsServedNoMore(t *testing.T) {
	a, b, _, _ := sharingHub(t)
	done, list := correlate(t, b, "k", api.CorrelationRequest{ExhibitID: "q"})
	sha := list[1].Marks[0].CaptureSHA256
	if done.LeftOut != 1 {
		t.Fatalf("%d left out", done.LeftOut)
	}
	if _, err := a.SetSharing(t.Context(), "for-all", api.Sharing{Rule: api.Private}); err != nil {
		t.Fatal(err)
	}
	// Neither does a repeated submission bring it back.
	put(t, a, "for-all", &api.Sharing{Rule: api.All}, `{"Gun":"x","Shot":4}`, `broken`)

	list = candidates(t, b, "k")
	wantIDs(t, list, "a/for-b", "b/private")
	if list[1].Rank != 2 {
		t.Errorf("a gap in the ranks: %d", list[1].Rank)
	}
	now, err := b.Correlation(t.Context(), "k")
	if err != nil || now.GallerySize != 2 || now.LeftOut != 0 || len(leftOut(t, b, "k")) != 0 {
		t.Errorf("%+v, %v", now, err)
	}
	p, err := b.CandidatePage(t.Context(), "k", 0, 10)
	if err != nil || p.Total != 2 || p.GallerySize != 2 || p.LeftOut != 0 {
		t.Errorf("page %+v, %v", p.Page, err)
	}
	_, err = b.Capture(t.Context(), "a", "for-all-c0", sha)
	wantCode(t, err, casefile.NotFound)
	if _, err := a.SetSharing(t.Context(), "for-all", api.Sharing{Rule: api.Agencies, Agencies: []string{"b"}}); err != nil {
		t.Fatal(err)
	}
	wantIDs(t, candidates(t, b, "k"), "a/for-b", "a/for-all", "b/private")
}

func TestAWrongKeySeesNothing(t *testing.T) {
	a, b, _, h := sharingHub(t)
	correlate(t, b, "k", api.CorrelationRequest{ExhibitID: "q"})
	good, err := h.AddAgency(t.Context(), "d", "Agency d")
	if err != nil {
		t.Fatal(err)
	}
	renewed, err := h.AddAgency(t.Context(), "d", "Agency d")
	if err != nil || renewed == good {
		t.Fatal(err)
	}
	if who, err := newClient(t, h.url, renewed).Agency(t.Context()); err != nil || who.ID != "d" {
		t.Errorf("%+v, %v", who, err)
	}
	if who, err := a.Agency(t.Context()); err != nil || who.Name != "Agency a" {
		t.Errorf("%+v, %v", who, err)
	}
	for _, key := range []string{"", "x", good, renewed[:len(renewed)-1], renewed + "A", "tmk_' OR 1=1 --"} {
		for _, path := range []string{"GET /v1/agency", "GET /v1/exhibits/q?agency=b", "GET /v1/captures/q-c0?agency=b", "GET /v1/correlations/k",
			"GET /v1/correlations/k/events", "GET /v1/correlations/k/candidates", "GET /v1/correlations/k/left-out", "POST /v1/correlations/k/cancel",
			"PUT /v1/exhibits/z", "PUT /v1/exhibits/z/sharing", "PUT /v1/captures/z", "PUT /v1/correlations/z"} {
			method, at, _ := strings.Cut(path, " ")
			status, body := raw(t, method, h.url+at, "Bearer "+key, "{}")
			if status != http.StatusUnauthorized || strings.Contains(body, "label") {
				t.Errorf("%s with the key %q: %d %s", path, key, status, body)
			}
		}
	}
	for _, header := range []string{"", "Bearer", "Basic " + renewed, renewed} {
		if status, _ := raw(t, "GET", h.url+"/v1/agency", header, ""); status != http.StatusUnauthorized {
			t.Errorf("Authorization %q: %d", header, status)
		}
	}
	wrong := newClient(t, h.url, "nonsense")
	_, err = wrong.Exhibit(t.Context(), "", "q")
	wantCode(t, err, casefile.Refused)
	if want := fmt.Sprintf("The correlation service at %s does not accept this agency's key", h.url); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("sentence %q", err)
	}
	if err := wrong.Health(t.Context()); err != nil {
		t.Errorf("health: %v", err)
	}
}

// raw makes a request as no well-behaved client would.
func raw(t *testing.T, method, url, authorization, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	r.Header.Set("Content-Type", "application/json")
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}
