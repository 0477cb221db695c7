package sign

import (
	"strconv"

	"tracemark/export/sign/pdffile"
)

// rect is a rectangle on a page in points, the origin at the page's lower left corner.
type rect struct{ left, bottom, right, top float64 }

func (r rect) empty() bool { return r.right <= r.left || r.top <= r.bottom }

func (r rect) area() float64 {
	if r.empty() {
		return 0
	}
	return (r.right - r.left) * (r.top - r.bottom)
}

func (r rect) overlaps(o rect) bool {
	return !r.empty() && !o.empty() && r.left < o.right && o.left < r.right && r.bottom < o.top && o.bottom < r.top
}

// rectOf reads the rectangle under key of d.
func rectOf(f *pdffile.File, d pdffile.Dict, key string) (r rect, ok bool) {
	all, err := f.ArrayOf(d, key)
	if err != nil || len(all) != 4 {
		return r, false
	}
	var n [4]float64
	for i, v := range all {
		if v, err = f.Resolve(v); err != nil {
			return r, false
		}
		if n[i], err = strconv.ParseFloat(string(f.Raw(v)), 64); err != nil {
			return r, false
		}
	}
	return rect{min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3])}, true
}

const millimetresPerPoint = 25.4 / 72

// visible says where the picture of a signature stands; "" where it has none.
func (v *verifier) visible(field pdffile.Dict) string {
	r, ok := rectOf(v.f, field, "Rect")
	if !ok || r.empty() {
		return ""
	}
	mm := func(x float64) string { return strconv.FormatFloat(x*millimetresPerPoint, 'f', 0, 64) }
	return mm(r.right-r.left) + " mm × " + mm(r.top-r.bottom) + " mm, " + mm(r.left) + " mm from the left and " + mm(r.bottom) + " mm from the bottom of its page"
}

// maxPicture is the share of a page that the picture of a later signature may take. A picture drawn by a later signer can
// cover what earlier ones signed (sneaky signature attack; Rohlmann et al., IEEE S&P 2021,
// doi:10.1109/SP40001.2021.00110); the places that reports keep for signatures take some 4 % of a page each.
const maxPicture = 0.125

// overlay judges the picture of a signature that was added after others: large, or over an earlier one, it may hide what they
// signed. Where it lies on a part of the page that is empty it hides nothing; elsewhere it is said, because only a person can see what it covers.
func (v *verifier) overlay(r *revision, field pdffile.Dict, s *found) {
	at, ok := rectOf(r.after, field, "Rect")
	if !ok || at.empty() {
		return
	}
	p, ok := field.Get("P")
	if !ok {
		r.refuse("after it was signed a visible signature was added that does not say on which page it stands.")
		return
	}
	num, _ := r.after.Reference(p)
	page, err := r.after.Dict(p)
	if err != nil {
		return
	}
	own := page // before its parents are asked
	media := rect{0, 0, 595, 842}
	for range maxDepth { // /MediaBox may be inherited
		if m, ok := rectOf(r.after, page, "MediaBox"); ok {
			media = m
			break
		}
		if page, err = r.after.DictOf(page, "Parent"); err != nil || page == nil {
			break
		}
	}
	if at.area() > maxPicture*media.area() {
		r.refuse("after it was signed a visible signature was added that covers a large part of a page.")
		return
	}
	for _, o := range v.found {
		if o == s || o.revision >= r.number || o.revision < 0 {
			continue
		}
		if d, err := r.before.Object(o.field); err == nil {
			if fd, err := r.before.Dict(d.Value); err == nil {
				old, has := rectOf(r.before, fd, "Rect")
				if on, ok := fd.Get("P"); ok && has {
					if n, _ := r.before.Reference(on); n == num && at.overlaps(old) {
						r.refuse("after it was signed a visible signature was laid over the picture of an earlier one.")
						return
					}
				}
			}
		}
	}
	if blank(r.after, own, at, s.field) {
		return
	}
	v.warn(CodeAdded, "A visible signature (%[1]s) was added to a page after others had signed: look whether it covers anything.", s.name)
}
