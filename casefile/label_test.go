package casefile_test

import (
	"fmt"
	"strings"
	"testing"

	"tracemark/casefile"
)

func TestALabelCodeIsReadBackAndSlipsAreFound(t *testing.T) {
	for i := range 200 {
		caseID, id := fmt.Sprint("case", i), fmt.Sprint("exhibit", i)
		code := casefile.LabelCode(caseID, id)
		got, err := casefile.ParseLabelCode(" " + strings.ToLower(code[:7]) + " " + code[7:] + "\n")
		if err != nil || got != code || len(code) != casefile.LabelLength {
			t.Fatalf("%s: %q, %v", code, got, err)
		}
		if !casefile.SameCase(code, caseID) || !casefile.OfExhibit(code, id) || casefile.OfExhibit(code, id+"x") {
			t.Fatalf("%s is not recognised", code)
		}
		for at := len(casefile.LabelPrefix); at < len(code); at++ {
			slip := []byte(code)
			slip[at] = '0' + (slip[at]-'0'+1+byte(i%9))%10
			if _, err := casefile.ParseLabelCode(string(slip)); err == nil {
				t.Fatalf("%s passes for %s", slip, code)
			}
		}
	}
	for _, text := range []string{"", "TMK1", "TMK2" + strings.Repeat("0", 17), "TMK1" + strings.Repeat("x", 17)} {
		if _, err := casefile.ParseLabelCode(text); casefile.CodeOf(err) != casefile.Invalid || err == nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestOneCheckDigitFits(t *testing.T) {
	code := "TMK1" + strings.Repeat("0", 16)
	found := 0
	for d := '0'; d <= '9'; d++ {
		if _, err := casefile.ParseLabelCode(code + string(d)); err == nil {
			found++
		}
	}
	if found != 1 {
		t.Errorf("%d check digits fit", found)
	}
}

func TestLabelsLieOnTheirPaper(t *testing.T) {
	for _, s := range casefile.LabelSheets() {
		right, low := s.Left+float64(s.Columns-1)*s.StepX+s.Width, s.Top+float64(s.Rows-1)*s.StepY+s.Height
		if right > s.PageW+0.01 || low > s.PageH+0.01 || s.PerPage() < 1 || s.StepX < s.Width || s.StepY < s.Height {
			t.Errorf("%+v", s)
		}
	}
	if _, err := casefile.LabelSheetCalled("nothing"); err == nil {
		t.Error("a paper that there is not")
	}
}
