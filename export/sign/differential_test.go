package sign_test

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"tracemark/export/sign"
)

// TestOursIsAtLeastAsStrictAsOthers shows every forged, prepared and rightly signed file to other programs. What this
// verifier calls valid, every one of them does; how many forgeries each lets pass is logged.
func TestOursIsAtLeastAsStrictAsOthers(t *testing.T) {
	judges := map[string]func(path string) bool{}
	if _, err := exec.LookPath("pdfsig"); err == nil {
		judges["pdfsig"] = func(path string) bool {
			out, _ := outside(t, "pdfsig", "-nocert", path)
			whole := strings.LastIndex(out, "  - Total document signed") > strings.LastIndex(out, "  - Not total document signed")
			return whole && strings.Count(out, "Signature Validation: Signature is Valid") == strings.Count(out, "Signature Validation:")
		}
	}
	if _, err := exec.LookPath("mutool"); err == nil {
		judges["mutool"] = func(path string) bool {
			out, _ := outside(t, "mutool", "sign", "-v", path)
			return strings.Contains(out, "unchanged since signing") && !strings.Contains(out, "invalidated") && !strings.Contains(out, "edits since")
		}
	}
	if len(judges) == 0 {
		t.Skip("neither pdfsig nor mutool is installed: this comparison with outside programs is left out")
	}
	p := somePeople(t)
	once := signed(t, letter(), p.examiner)
	twice := signed(t, once, p.forger)
	files := map[string][]byte{"signed once": once, "signed twice": twice, "prepared": signed(t, file(append(letterObjects(), streamOf("", forged)), ""), p.examiner)}
	for _, a := range attacks() {
		files[a.name] = a.make(t, p, slices.Clone(once))
	}
	for name, i := range map[string]int{"a byte of the header": 9, "a byte of the page": 300, "a byte of the room kept": len(once) / 2, "a byte of the end": len(once) - 40} {
		files[name] = slices.Clone(once)
		files[name][i] ^= 1
	}
	passed, refused := map[string][]string{}, 0
	for name, b := range files {
		v, err := sign.Verify(b, sign.VerifyOptions{Roots: p.roots, Now: clock.Add(time.Hour)})
		ours := err == nil && v.Valid
		if !ours {
			refused++
		}
		path := write(t, "r.pdf", b)
		for judge, says := range judges {
			theirs := says(path)
			switch {
			case ours && !theirs && !(judge == "mutool" && len(v.Signatures) > 1): // mutool calls every earlier signature edited since
				t.Errorf("%s: valid here, not by %s", name, judge)
			case !ours && theirs:
				passed[judge] = append(passed[judge], name)
			}
		}
	}
	for judge := range judges {
		slices.Sort(passed[judge])
		t.Logf("%d of %d files are refused here; of these %s calls %d valid: %s", refused, len(files), judge, len(passed[judge]), strings.Join(passed[judge], "; "))
	}
}
