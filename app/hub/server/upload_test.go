package server_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/app/hub/api"
	"tracemark/casefile"
)

func TestSubmissionsMayBeRepeatedButNotChanged(t *testing.T) {
	h := startHub(t, t.TempDir(), newToy())
	c := h.agency(t, "a")
	s, originals := exhibit("q", `{"Gun":"x"}`)
	first, err := c.Send(t.Context(), "q", s, opener(originals), nil)
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.Send(t.Context(), "q", s, opener(nil), nil) // nothing is left to send
	if err != nil || fmt.Sprint(first) == "" || first.Submitted != again.Submitted || len(again.Captures) != 1 || !again.Captures[0].Uploaded {
		t.Errorf("again: %+v, %v", again, err)
	}
	if _, err := c.UploadCapture(t.Context(), "q-c0", 11, strings.NewReader(`{"Gun":"x"}`)); err != nil {
		t.Errorf("the same original again: %v", err)
	}
	changed := s
	changed.Label = "another"
	_, err = c.Submit(t.Context(), "q", changed)
	wantCode(t, err, casefile.Conflict)
	if err == nil || err.Error() != "An exhibit with this id was submitted before with other content: correct its description, or submit another exhibit under a new id." {
		t.Errorf("sentence %q", err)
	}
	changed = s
	changed.Captures = []api.Recording{s.Captures[0]}
	changed.Captures[0].SHA256 = strings.Repeat("0", 64)
	_, err = c.Submit(t.Context(), "q", changed)
	wantCode(t, err, casefile.Conflict)
	_, err = c.Submit(t.Context(), "q2", s) // its capture belongs to q
	wantCode(t, err, casefile.Conflict)
	if _, err := c.Exhibit(t.Context(), "", "q2"); casefile.CodeOf(err) != casefile.NotFound {
		t.Errorf("half of a refused submission was kept: %v", err)
	}
	more := s
	more.Captures = append(more.Captures, api.Recording{ID: "more", Mark: casefile.FiringPin, Kind: casefile.Topography, SHA256: strings.Repeat("a", 64), Size: 5})
	if x, err := c.Submit(t.Context(), "q", more); err != nil || len(x.Captures) != 2 {
		t.Errorf("a further capture: %+v, %v", x, err)
	}
	if x, err := c.Submit(t.Context(), "q", s); err != nil || len(x.Captures) != 2 {
		t.Errorf("the first submission once more: %+v, %v", x, err)
	}

	if _, err := c.StartCorrelation(t.Context(), "k", api.CorrelationRequest{ExhibitID: "q"}); err != nil {
		t.Fatal(err)
	}
	if _, err := c.StartCorrelation(t.Context(), "k", api.CorrelationRequest{ExhibitID: "q"}); err != nil {
		t.Error(err)
	}
	_, err = c.StartCorrelation(t.Context(), "k", api.CorrelationRequest{ExhibitID: "q", TopK: 3})
	wantCode(t, err, casefile.Conflict)
}

func TestOnlyTheAnnouncedBytesAreStored(t *testing.T) {
	h := startHub(t, t.TempDir(), newToy())
	key, err := h.AddAgency(t.Context(), "a", "A")
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, h.url, key)
	s, _ := exhibit("q", `{"Gun":"x"}`)
	if _, err := c.Submit(t.Context(), "q", s); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{"other bytes": `{"Gun":"y"}`, "too short": `{"Gun":`, "too long": `{"Gun":"x"}}`, "empty": ""} {
		for _, size := range []int64{int64(len(body)), -1} {
			_, err := c.UploadCapture(t.Context(), "q-c0", size, io.MultiReader(strings.NewReader(body)))
			if casefile.CodeOf(err) != casefile.Invalid {
				t.Errorf("%s (length %d): %v", name, size, err)
			}
		}
	}
	s.Captures[0].ID, s.Captures[0].Size = "huge", api.MaxCaptureBytes+1
	_, err = c.Submit(t.Context(), "huge", s)
	wantCode(t, err, casefile.Invalid)
	r, err := http.NewRequest("PUT", h.url+"/v1/captures/q-c0", io.NopCloser(bytes.NewReader(make([]byte, 1<<16))))
	if err != nil {
		t.Fatal(err)
	}
	r.ContentLength = api.MaxCaptureBytes + 1
	r.Header.Set("Authorization", "Bearer "+key)
	if resp, err := http.DefaultTransport.RoundTrip(r); err == nil { // the rest of the body is never sent, so it may fail instead
		resp.Body.Close()
		if resp.StatusCode != http.StatusRequestEntityTooLarge {
			t.Errorf("oversize original: %s", resp.Status)
		}
	}
	if status, _ := raw(t, "PUT", h.url+"/v1/exhibits/big", "Bearer "+key, `{"label":"`+strings.Repeat("x", api.MaxJSONBytes)+`"}`); status != http.StatusRequestEntityTooLarge {
		t.Errorf("oversize submission: %d", status)
	}
	if x, err := c.Exhibit(t.Context(), "", "q"); err != nil || x.Captures[0].Uploaded {
		t.Errorf("%+v, %v", x, err)
	}
	if files := originals(t, h.dir); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
}

func originals(t *testing.T, dir string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(dir, "originals"), func(path string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestAnUploadThatBreaksOffLeavesNothing(t *testing.T) {
	h := startHub(t, t.TempDir(), newToy())
	key, err := h.AddAgency(t.Context(), "a", "A")
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, h.url, key)
	body := strings.Repeat("x", 1<<20)
	s, bytes := exhibit("q", body)
	if _, err := c.Submit(t.Context(), "q", s); err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(h.url)
	if err != nil {
		t.Fatal(err)
	}
	conn, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprintf(conn, "PUT /v1/captures/q-c0 HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer %s\r\nContent-Length: %d\r\n\r\n%s", key, len(body), body[:len(body)/2])
	time.Sleep(50 * time.Millisecond)
	conn.Close()
	deadline := time.Now().Add(5 * time.Second)
	for len(originals(t, h.dir)) > 0 && time.Now().Before(deadline) {
		time.Sleep(10 * time.Millisecond)
	}
	if files := originals(t, h.dir); len(files) != 0 {
		t.Errorf("left behind: %v", files)
	}
	if x, err := c.Exhibit(t.Context(), "", "q"); err != nil || x.Captures[0].Uploaded {
		t.Errorf("%+v, %v", x, err)
	}
	if _, err := c.Send(t.Context(), "q", s, opener(bytes), nil); err != nil {
		t.Errorf("the second try: %v", err)
	}
	if len(originals(t, h.dir)) != 1 {
		t.Error("the second try stored nothing")
	}
}

func TestIdsCannotBePaths(t *testing.T) {
	h := startHub(t, t.TempDir(), newToy())
	key, err := h.AddAgency(t.Context(), "a", "A")
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(h.url)
	if err != nil {
		t.Fatal(err)
	}
	body := `{"label":"x","kind":"cartridge case","origin":"known","class":{"calibre":{},"breech_face":{},"firing_pin":{},"ejector_clock":{},"extractor_clock":{}},"captures":[]}`
	for _, id := range []string{"..", "%2e%2e", "..%2f..%2fetc", "a%2fb", "a%5cb", "%00", "a%00", "a%20b", "-a", ".hidden", strings.Repeat("a", 65), "a;b", "%E2%80%AE"} {
		conn, err := net.Dial("tcp", u.Host) // by hand, as a client would tidy the path
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(conn, "PUT /v1/exhibits/%s HTTP/1.1\r\nHost: hub\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", id, key, len(body), body)
		resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Fatalf("%s: %v", id, err)
		}
		resp.Body.Close()
		conn.Close()
		if resp.StatusCode == http.StatusOK || resp.StatusCode >= 500 {
			t.Errorf("id %q: %s", id, resp.Status)
		}
	}
	if status, text := raw(t, "PUT", h.url+"/v1/exhibits/fine-1.a_b", "Bearer "+key, body); status != http.StatusOK {
		t.Errorf("a good id: %d %s", status, text)
	}
	for _, agency := range []string{"", " ", "../b", "a/b"} {
		if _, err := h.AddAgency(t.Context(), agency, "x"); casefile.CodeOf(err) != casefile.Invalid {
			t.Errorf("agency %q: %v", agency, err)
		}
	}
}
