package analysis_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"tracemark/app/analysis"
	"tracemark/app/hub/api"
	"tracemark/app/hub/client"
	"tracemark/app/hub/server"
	"tracemark/casefile"
)

// Every scan of the reference set, submitted to a service, finds a scan from the same slide first. The set is the 40
// cartridge cases of Fadul et al. 2011: slides 1 to 10 twice, and 20 more whose slide truth.csv tells.
func TestEveryScanFindsItsSlideFirst(t *testing.T) {
	dir := os.Getenv("TRACEMARK_SCANS")
	if dir == "" {
		t.Skip("TRACEMARK_SCANS does not name the folder with the reference scans")
	}
	if testing.Short() {
		t.Skip("780 comparisons are no short test; run without -short")
	}
	slides := readTruth(t, filepath.Join(dir, "fadul"))
	hub, err := server.StartEmbedded(t.Context(), t.TempDir(), "Test", analysis.NewEngine())
	if err != nil {
		t.Fatal(err)
	}
	defer hub.Close(context.Background())
	c, err := client.New(hub.URL, hub.Key, nil)
	if err != nil {
		t.Fatal(err)
	}
	for name := range slides {
		submitScan(t, c, filepath.Join(dir, "fadul"), name)
	}
	began, wrong := time.Now(), 0
	for name, slide := range slides {
		id := idOf(name)
		done, err := c.Correlate(t.Context(), "k-"+id, api.CorrelationRequest{ExhibitID: id}, nil)
		if err != nil {
			t.Fatal(err)
		}
		p, err := c.CandidatePage(t.Context(), done.ID, 0, 1)
		if err != nil || len(p.Candidates) != 1 || p.GallerySize != len(slides)-1 {
			t.Fatalf("%s: %+v, %v", name, p, err)
		}
		if first := p.Candidates[0]; slides[first.Label] != slide {
			wrong++
			t.Errorf("%s (slide %s): first is %s (slide %s)", name, slide, first.Label, slides[first.Label])
		}
	}
	t.Logf("%d searches in %v, %d wrong", len(slides), time.Since(began).Round(time.Second), wrong)
}

func readTruth(t *testing.T, dir string) map[string]string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "truth.csv"))
	if err != nil {
		t.Fatal(err)
	}
	slides := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(b)), "\n")[1:] {
		scan, slide, _ := strings.Cut(strings.TrimSpace(line), ",")
		slides[strings.Trim(scan, `"`)] = slide
	}
	if len(slides) != 40 {
		t.Fatalf("%d scans in truth.csv", len(slides))
	}
	return slides
}

func idOf(name string) string {
	return regexp.MustCompile(`[^A-Za-z0-9]+`).ReplaceAllString(strings.TrimSuffix(name, ".x3p"), "-")
}

func submitScan(t *testing.T, c *client.Client, dir, name string) {
	t.Helper()
	file := filepath.Join(dir, name)
	if filepath.Ext(file) == "" {
		file += ".x3p"
	}
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256(b)
	id := idOf(name)
	x := casefile.Exhibit{ID: id, Label: name, Kind: casefile.KindCartridgeCase, Origin: casefile.Questioned}
	k := casefile.Capture{ID: id + "-bf", Mark: casefile.BreechFace, Kind: casefile.Topography, SHA256: hex.EncodeToString(sum[:]), Size: int64(len(b))}
	open := func(sha string) (io.ReadCloser, error) {
		if sha != k.SHA256 {
			return nil, fmt.Errorf("no original %s", sha)
		}
		return io.NopCloser(bytes.NewReader(b)), nil
	}
	if _, err := c.Send(t.Context(), id, client.Submission(x, []casefile.Capture{k}, "", nil), open, nil); err != nil {
		t.Fatal(err)
	}
}

func TestEngineRefusesWhatIsNoScan(t *testing.T) {
	e := analysis.NewEngine()
	for _, data := range []string{"", "not a zip", "PK\x03\x04"} {
		if _, err := e.Prepare(t.Context(), []byte(data)); casefile.CodeOf(err) != casefile.Invalid {
			t.Errorf("%q: %v", data, err)
		}
	}
	if _, _, err := e.Compare(t.Context(), nil, nil); err == nil {
		t.Error("nothing was compared with nothing")
	}
	if m := e.Method(); m.Name == "" || m.Version == "" || len(m.Params) != 64 {
		t.Errorf("method %+v", m)
	}
}
