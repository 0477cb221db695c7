package server_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"math"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"tracemark/app/hub/api"
	"tracemark/app/hub/client"
	"tracemark/app/hub/server"
	"tracemark/casefile"
	"tracemark/imaging"
)

// toy is an engine for recordings that are JSON: two of one gun are the more alike the nearer their shots are.
type toy struct {
	compared *atomic.Int64
	hold     chan struct{} // where not nil, Compare waits for it
}

type toyScan struct {
	Gun   string
	Shot  float64
	Panic bool
}

func newToy() toy { return toy{compared: new(atomic.Int64)} }

func (toy) Method() server.Method {
	return server.Method{Name: "toy", Version: "1", Params: "p"}
}

func (toy) Prepare(_ context.Context, b []byte) (server.Scan, error) {
	var s toyScan
	if err := json.Unmarshal(b, &s); err != nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "This is not a toy", Cause: err}
	}
	if s.Panic {
		panic("toy broke")
	}
	return s, nil
}

func (t toy) Compare(ctx context.Context, a, b server.Scan) ([]imaging.Score, []string, error) {
	t.compared.Add(1)
	if t.hold != nil {
		select {
		case <-t.hold:
		case <-ctx.Done():
			return nil, nil, ctx.Err()
		}
	}
	x, y := a.(toyScan), b.(toyScan)
	near := 100 - math.Abs(x.Shot-y.Shot)
	if x.Gun != y.Gun {
		return []imaging.Score{{Name: "cells", Value: 0}, {Name: "surface", Value: near / 100}}, nil, nil
	}
	return []imaging.Score{{Name: "cells", Value: near}, {Name: "surface", Value: math.NaN()}}, []string{"toys"}, nil
}

// hub is a real server on loopback.
type hub struct {
	*server.Server
	url string
	dir string
}

func startHub(t *testing.T, dir string, e server.Engine) hub {
	t.Helper()
	s, err := server.Open(t.Context(), server.Config{Dir: dir, Engine: e, Lease: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	url, err := s.Listen(server.Listen{Address: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { closeHub(t, s) })
	return hub{s, url, dir}
}

func closeHub(t *testing.T, s *server.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := s.Close(ctx); err != nil {
		t.Errorf("close: %v", err)
	}
}

func (h hub) agency(t *testing.T, id string) *client.Client {
	t.Helper()
	key, err := h.AddAgency(t.Context(), id, "Agency "+id)
	if err != nil {
		t.Fatal(err)
	}
	return newClient(t, h.url, key)
}

func newClient(t *testing.T, url, key string) *client.Client {
	t.Helper()
	c, err := client.New(url, key, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return c
}

func sum(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// exhibit is a submission with one breech face per recording.
func exhibit(id string, recordings ...string) (api.Submission, map[string][]byte) {
	s := api.Submission{Description: api.Description{Label: "label of " + id, Kind: casefile.KindCartridgeCase, Origin: casefile.Questioned}, Captures: []api.Recording{}}
	originals := map[string][]byte{}
	for i, r := range recordings {
		b := []byte(r)
		originals[sum(b)] = b
		s.Captures = append(s.Captures, api.Recording{ID: id + "-c" + string(rune('0'+i)), Mark: casefile.BreechFace, Kind: casefile.Topography,
			SHA256: sum(b), Size: int64(len(b))})
	}
	return s, originals
}

func opener(originals map[string][]byte) func(string) (io.ReadCloser, error) {
	return func(sha string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(originals[sha])), nil }
}

// put submits an exhibit with its originals.
func put(t *testing.T, c *client.Client, id string, sharing *api.Sharing, recordings ...string) api.Exhibit {
	t.Helper()
	s, originals := exhibit(id, recordings...)
	s.Sharing = sharing
	x, err := c.Send(t.Context(), id, s, opener(originals), nil)
	if err != nil {
		t.Fatalf("send %s: %v", id, err)
	}
	return x
}

func correlate(t *testing.T, c *client.Client, id string, r api.CorrelationRequest) (api.Correlation, []api.Candidate) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	done, err := c.Correlate(ctx, id, r, nil)
	if err != nil {
		t.Fatalf("correlate %s: %v", id, err)
	}
	return done, candidates(t, c, id)
}

func candidates(t *testing.T, c *client.Client, id string) (list []api.Candidate) {
	t.Helper()
	for x, err := range c.Candidates(t.Context(), id) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, x)
	}
	return list
}

func leftOut(t *testing.T, c *client.Client, id string) (list []api.LeftOut) {
	t.Helper()
	for x, err := range c.LeftOut(t.Context(), id) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, x)
	}
	return list
}

func ids(list []api.Candidate) (names []string) {
	for _, x := range list {
		names = append(names, x.Agency+"/"+x.ExhibitID)
	}
	return names
}

func wantIDs(t *testing.T, got []api.Candidate, want ...string) {
	t.Helper()
	if !slices.Equal(ids(got), want) {
		t.Errorf("candidates %v, want %v", ids(got), want)
	}
}

func wantCode(t *testing.T, err error, code casefile.ErrorCode) {
	t.Helper()
	if err == nil || casefile.CodeOf(err) != code {
		t.Errorf("error %v, want one of the kind %q", err, code)
	}
}
