package casework_test

import (
	"context"
	"path/filepath"
	"testing"

	"tracemark/app/analysis"
	"tracemark/app/casework"
	"tracemark/app/hub/server"
	"tracemark/casefile"
)

// laboratory is one agency's workstation with a case of one simulated cartridge case.
type laboratory struct {
	*casework.Desk
	casePath string
}

// newLaboratory opens a workstation that uses the service at url with key, and copies the exhibit of the demonstration
// called label into a case of its own.
func newLaboratory(t *testing.T, name, url, key, share, scan string) laboratory {
	t.Helper()
	desk, err := casework.Open(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := desk.Close(); err != nil {
			t.Error(err)
		}
	})
	keyFile := filepath.Join(t.TempDir(), "key")
	write(t, keyFile, key)
	desk.Use(func(s *casework.Settings) {
		s.Agency, s.Examiner, s.Service, s.ServiceKeyFile, s.Sharing = name, "Examiner of "+name, url, keyFile, share
	})
	lab := laboratory{desk, filepath.Join(t.TempDir(), "case")}
	if _, err := desk.CreateCaseAt(t.Context(), lab.casePath, casefile.NewCase{Number: name + "-1"}); err != nil {
		t.Fatal(err)
	}
	importScan(t, desk, lab.casePath, scan, "E-"+name)
	return lab
}

// candidates correlates the laboratory's exhibit and returns the labels of its candidates.
func (l laboratory) candidates(t *testing.T) ([]string, casefile.Correlation) {
	t.Helper()
	list, err := l.Correlate(t.Context(), l.casePath, l.label(t), casefile.CorrelateOptions{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var labels []string
	for _, c := range list.Candidates {
		labels = append(labels, c.Label)
	}
	return labels, list
}

func (l laboratory) label(t *testing.T) string {
	t.Helper()
	items, err := l.Exhibits(t.Context(), l.casePath)
	if err != nil {
		t.Fatal(err)
	}
	return items[0].Exhibit.Label
}

func TestAgenciesOnOneServiceSeeTheirOwnAndWhatIsSharedWithThem(t *testing.T) {
	s, err := server.Open(t.Context(), server.Config{Dir: t.TempDir(), Engine: analysis.NewEngine()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	url, err := s.Listen(server.Listen{Address: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	for _, id := range []string{"alpha", "beta", "gamma"} {
		if keys[id], err = s.AddAgency(t.Context(), id, "Agency "+id); err != nil {
			t.Fatal(err)
		}
	}
	scans := simulated(t, 3)
	// Alpha shares with beta only, beta with nobody, gamma with all.
	alpha := newLaboratory(t, "alpha", url, keys["alpha"], "beta", scans[0])
	beta := newLaboratory(t, "beta", url, keys["beta"], "private", scans[1])
	gamma := newLaboratory(t, "gamma", url, keys["gamma"], "all", scans[2])
	for _, lab := range []laboratory{alpha, beta, gamma} {
		lab.candidates(t) // submits
	}

	for _, c := range []struct {
		name string
		lab  laboratory
		want []string
	}{
		{"alpha sees what gamma shares with all", alpha, []string{"E-gamma"}},
		{"beta sees what alpha shares with it, and gamma's", beta, []string{"E-alpha", "E-gamma"}},
		{"gamma sees nothing of the others", gamma, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			labels, list := c.lab.candidates(t)
			if !sameSet(labels, c.want) {
				t.Errorf("candidates are %v, want %v", labels, c.want)
			}
			if list.GallerySize != len(c.want) {
				t.Errorf("the gallery is said to hold %d exhibits, want %d", list.GallerySize, len(c.want))
			}
		})
	}

	t.Run("a recording that is readied ahead leaves no trace in the case", func(t *testing.T) {
		_, list := beta.candidates(t)
		c := list.Candidates[0]
		before := everythingIn(t, beta.casePath)
		for range 2 {
			if err := beta.PrefetchCandidate(t.Context(), beta.casePath, list.ID, c.Key, casefile.BreechFace); err != nil {
				t.Fatal(err)
			}
		}
		if after := everythingIn(t, beta.casePath); after != before {
			t.Errorf("the case was %s and is %s", before, after)
		}
		now, err := beta.Correlations(t.Context(), beta.casePath)
		if err != nil {
			t.Fatal(err)
		}
		if got := now[0].Candidates[0]; got.State != c.State || got.Seen != 0 {
			t.Errorf("the candidate is %q, looked at for %g s; it was %q", got.State, got.Seen, c.State)
		}
	})

	t.Run("a shared recording is fetched into the case as its owner's exhibit", func(t *testing.T) {
		_, list := beta.candidates(t)
		k, err := beta.CompareCandidate(t.Context(), beta.casePath, list.ID, list.Candidates[0].Key, casefile.BreechFace, nil)
		if err != nil {
			t.Fatal(err)
		}
		item, err := beta.Comparison(t.Context(), beta.casePath, k.ID)
		if err != nil {
			t.Fatal(err)
		}
		if item.B.Exhibit.Owner != list.Candidates[0].Agency || !item.B.Capture.Synthetic {
			t.Errorf("side B is %+v, want %s's synthetic recording", item.B, list.Candidates[0].Agency)
		}
		again, err := beta.CompareCandidate(t.Context(), beta.casePath, list.ID, list.Candidates[0].Key, casefile.BreechFace, nil)
		if err != nil || again.ID != k.ID {
			t.Errorf("asked again: comparison %s, %v; want the stored one, %s", again.ID, err, k.ID)
		}
	})

	t.Run("a wrong key sees nothing", func(t *testing.T) {
		thief := newLaboratory(t, "thief", url, "not-a-key-of-this-service-0123456789", "all", scans[0])
		_, err := thief.Correlate(t.Context(), thief.casePath, thief.label(t), casefile.CorrelateOptions{}, nil)
		if casefile.CodeOf(err) != casefile.Refused {
			t.Errorf("got %v, want a refusal", err)
		}
	})
}
