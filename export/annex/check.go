package annex

import (
	"errors"
	"fmt"
	"regexp"

	"tracemark/casefile"
)

var sha256RE = regexp.MustCompile(`^[0-9a-f]{64}$`)

// check reports the first contradiction within the evidence.
func (e Evidence) check() error {
	if e.Document.ReportID == "" {
		return errors.New("the document has no report id")
	}
	originals := map[string]Original{}
	for _, o := range e.Originals {
		c := o.Capture
		if !sha256RE.MatchString(c.SHA256) {
			return fmt.Errorf("the original %q has no SHA-256", c.FileName)
		}
		if _, twice := originals[c.ID]; twice {
			return fmt.Errorf("two originals have the capture id %q", c.ID)
		}
		originals[c.ID] = o
	}
	pictures := map[string]bool{}
	for _, p := range e.Masks {
		if got := digest(p.PNG); got != p.SHA256 {
			return fmt.Errorf("the picture of a mask has the SHA-256 %s, not %s", got, p.SHA256)
		}
		if pictures[p.SHA256] {
			return fmt.Errorf("the picture of the mask %.16s stands twice", p.SHA256)
		}
		pictures[p.SHA256] = true
	}
	used := map[string]bool{}
	for _, c := range e.Comparisons {
		if err := c.check(originals, pictures, used); err != nil {
			return fmt.Errorf("comparison %d: %w", c.Comparison.Number, err)
		}
	}
	if len(used) != len(pictures) {
		return errors.New("there are pictures of masks that no comparison names")
	}
	for _, c := range e.Subjects.Conclusions {
		if !e.compares(c.ComparisonID) {
			return fmt.Errorf("conclusion %s is on a comparison that is not among those of the report", c.ID)
		}
	}
	return nil
}

func (e Evidence) compares(id string) bool {
	for _, c := range e.Comparisons {
		if c.Comparison.ID == id {
			return true
		}
	}
	return false
}

// check reports whether both sides are among the originals and the masks, by content as well as by id.
func (c Comparison) check(originals map[string]Original, pictures, used map[string]bool) error {
	k := c.Comparison
	if k.Withheld {
		return errors.New("it is withheld, and so is not the whole")
	}
	for _, s := range []struct {
		side, capture, hash, maskID string
		mask                        *casefile.Mask
	}{{"A", k.A, k.HashA, k.MaskA, c.MaskA}, {"B", k.B, k.HashB, k.MaskB, c.MaskB}} {
		o, ok := originals[s.capture]
		if !ok {
			return fmt.Errorf("recording %s is not among the originals", s.side)
		}
		if o.Capture.SHA256 != s.hash {
			return fmt.Errorf("it was made of a recording %s with the SHA-256 %s; the originals say %s", s.side, s.hash, o.Capture.SHA256)
		}
		switch {
		case s.maskID == "" && s.mask == nil:
		case s.mask == nil || s.mask.ID != s.maskID || s.mask.CaptureID != s.capture:
			return fmt.Errorf("the mask of recording %s is not the one that it names", s.side)
		case !pictures[s.mask.SHA256]:
			return fmt.Errorf("the picture of the mask of recording %s is not there", s.side)
		default:
			used[s.mask.SHA256] = true
		}
	}
	return nil
}
