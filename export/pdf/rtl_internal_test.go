package pdf

import (
	"fmt"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/unicode/bidi"
	"golang.org/x/text/unicode/norm"
)

// seen returns a line as x/text orders it: its runs, which that returns in the order of reading, from the right where the paragraph runs from there. It holds
// where no run lies within another, which is what the strings of the test below are made for.
func seen(t *testing.T, s string) string {
	t.Helper()
	var p bidi.Paragraph
	if _, err := p.SetString(s, bidi.DefaultDirection(bidi.RightToLeft)); err != nil {
		t.Fatal(err)
	}
	o, err := p.Order()
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for i := o.NumRuns() - 1; i >= 0; i-- {
		r := o.Run(i)
		if r.Direction() == bidi.RightToLeft {
			b.WriteString(bidi.ReverseString(r.String()))
		} else {
			b.WriteString(r.String())
		}
	}
	return b.String()
}

// lines are made of words by chance, those of one seed always the same.
func lines(n int, words ...string) []string {
	r := rand.New(rand.NewPCG(5, 26))
	out := make([]string, n)
	for i := range out {
		for range 1 + r.IntN(7) {
			out[i] += words[r.IntN(len(words))] + []string{" ", " ", " ", "", "  "}[r.IntN(5)]
		}
		out[i] = strings.TrimSpace(out[i])
	}
	return out
}

// TestLinesAreOrderedAsXTextOrdersThem compares paragraphs that run from right to left with golang.org/x/text. Brackets are left out: after a number that
// follows a Latin word that puts them elsewhere than the annex and the other judge do.
func TestLinesAreOrderedAsXTextOrdersThem(t *testing.T) {
	for _, s := range lines(5000, "ظرف", "خرطوشة", "רובה", "AB1234", "12", "9", "x", "9,5", "12/7", "a-b", "-", ",", ":", "№ 7", "١٢", "50%", "AB 12 C", "3.5 mm") {
		s = "ظ " + s
		text := []rune(s)
		got := strings.NewReplacer(string(fontRTL), "", string(fontSet), "").Replace(visual(text, levels(text)))
		if want := seen(t, s); got != want {
			t.Fatalf("%+q\n got %+q\nwant %+q", s, got, want)
		}
	}
}

// TestLevelsAreThoseOfJava compares with java.text.Bidi, paragraphs of both directions.
func TestLevelsAreThoseOfJava(t *testing.T) {
	for _, name := range []string{"java", "javac"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed: the comparison with its order of lines is left out", name)
		}
	}
	dir := t.TempDir()
	if out, err := exec.CommandContext(t.Context(), "javac", "-d", dir, filepath.Join("testdata", "bidi", "Levels.java")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	all := lines(20_000, "ظرف", "خرطوشة", "רובה", "AB1234", "12", "9", "x", "(AB1234)", "(خ)", "(", ")", "[א 7]", "9,5", "12/7", "a-b", "-", "+4", ",", ":", "№ 7", "١٢", "50%", "$5",
		"AB 12 C", "3.5 mm", "«ظ»", "۱۲")
	java := exec.CommandContext(t.Context(), "java", "-Dstdout.encoding=UTF-8", "-cp", dir, "Levels")
	java.Stdin = strings.NewReader(strings.Join(all, "\n") + "\n")
	out, err := java.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Split(string(out), "\n")
	for i, s := range all {
		if !strings.ContainsAny(s, "ظخר") { // Java spares itself the levels of lines in which nothing changes its place
			continue
		}
		var got strings.Builder
		for _, l := range levels([]rune(s)) {
			fmt.Fprint(&got, l)
		}
		if got.String() != want[i] {
			t.Fatalf("%+q\n got %s\nJava %s", s, got.String(), want[i])
		}
	}
}

func TestFormsGiveTheirLettersBack(t *testing.T) {
	for base, j := range forms {
		for i, r := range j {
			if r == 0 {
				continue
			}
			if got := norm.NFKC.String(string(r)); got != string(base) && r != tatweel {
				t.Errorf("form %d of %U is %U, which is %q", i, base, r, got)
			}
			if meant(r) != base {
				t.Errorf("%U is said to mean %U, not %U", r, meant(r), base)
			}
		}
	}
	if len(forms) < 50 || len(ligatures) != 4 {
		t.Errorf("%d letters, %d ligatures", len(forms), len(ligatures))
	}
	// Joining types of Unicode's ArabicShaping.txt: D joins both sides, R what stands before it, U nothing.
	for r, want := range map[rune]string{'ب': "D", 'س': "D", 'ه': "D", 'ي': "D", 'ک': "D", 'گ': "D", 'ا': "R", 'د': "R", 'ر': "R", 'و': "R", 'ة': "R", 'ژ': "R", 'ء': "U", 'ئ': "D", 'أ': "R"} {
		got := "U"
		if j := forms[r]; j.after() {
			got = "D"
		} else if j.before() {
			got = "R"
		}
		if got != want {
			t.Errorf("%c joins %s, want %s", r, got, want)
		}
	}
}

func TestShape(t *testing.T) {
	for in, want := range map[string]string{
		"ظرف":  "\ufec7\ufeae\ufed1", // initial, final, isolated
		"سلاح": "\ufeb3\ufefc\ufea1", // lam and alef as one, joined to what stands before
		"لا":   "\ufefb",
		"بيت":  "\ufe91\ufef4\ufe96",
		"ب ت":  "\ufe8f \ufe95",
		"بABت": "\ufe8fAB\ufe95",
		"ماء":  "\ufee3\ufe8e\ufe80",
	} {
		if got := string(shape(in)); got != want {
			t.Errorf("%s: got %+q, want %+q", in, got, want)
		}
	}
}
