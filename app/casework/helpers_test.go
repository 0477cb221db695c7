package casework_test

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"testing"

	"tracemark/app/casework"
	"tracemark/casefile"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

// simulated writes the first shot of each of n simulated firearms and returns the files.
func simulated(t *testing.T, n int) []string {
	t.Helper()
	var files []string
	for i := range n {
		label := "S" + strconv.Itoa(i+1)
		var b bytes.Buffer
		if err := x3p.Encode(&b, synth.File(synth.NewFirearm(uint64(i+1), synth.Params{}).Fire(1), label)); err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), label+".x3p")
		write(t, file, b.String())
		files = append(files, file)
	}
	return files
}

func write(t testing.TB, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func importScan(t testing.TB, desk *casework.Desk, casePath, file, label string) casefile.Capture {
	t.Helper()
	outcomes, err := desk.Import(t.Context(), casePath, []string{file}, casefile.ImportOptions{
		ExhibitLabel: label, Mark: casefile.BreechFace, Kind: casefile.KindCartridgeCase, Origin: casefile.Questioned,
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if outcomes[0].Err != nil {
		t.Fatal(outcomes[0].Err)
	}
	return outcomes[0].Capture
}

func sameSet(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}

// atOnce switches commit-then-reveal off, for tests of the figures themselves.
func atOnce(s *casework.Settings) { s.CommitFirst = false }
