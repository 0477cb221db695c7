package casework

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"tracemark/casefile"
	"tracemark/export/bundle"
	"tracemark/export/exchange"
)

// redacted makes a package that withholds something of a full one.
func (k *packing) redacted(ctx context.Context) (slip casefile.PackageSlip, err error) {
	full, err := k.d.receive(ctx, k.order.Withhold.Of, "", k.progress)
	if err != nil {
		return slip, err
	}
	defer func() { err = errors.Join(err, full.Close()) }()
	c, err := k.s.Case(ctx)
	if err != nil {
		return slip, err
	}
	if full.read.Head.Case.ID != c.ID {
		return slip, &casefile.Error{Code: casefile.Invalid, What: "The full package is of another case", Do: "choose one of this case"}
	}
	salt, err := exchange.ReadSalt(full)
	if err != nil {
		return slip, err
	}
	if salt == nil {
		return slip, &casefile.Error{Code: casefile.Invalid, What: "A redacted package is made from a full one, and this is not one", Do: "choose the full package"}
	}
	rules, err := k.rules(ctx, full)
	if err != nil {
		return slip, err
	}
	_, ids, err := k.chosen(ctx)
	if err != nil {
		return slip, err
	}
	head := full.read.Head
	head.Withheld, head.Log.SHA256 = &rules, ""
	var names []string
	if k.head, names, err = stage(ctx, fromPackage{full.read}, k.dir, head, ids, salt, k.progress); err != nil {
		return slip, err
	}
	if err := k.gather(names, func(sha string) (io.ReadCloser, error) { return full.read.OpenOriginal(sha) }); err != nil {
		return slip, err
	}
	return k.write(ctx, &bundle.Redaction{Of: full.Manifest.ID, ManifestSHA256: full.ManifestSHA256(), Rules: rules.Sentences()})
}

// rules makes the rules of what is asked for, and refuses what cannot be withheld.
func (k *packing) rules(ctx context.Context, full *received) (exchange.Rules, error) {
	w := k.order.Withhold
	r := exchange.Rules{Columns: slices.Clone(w.Columns), HandlingCodes: slices.Clone(w.HandlingCodes), ProceedingsOnly: w.ProceedingsOnly}
	for _, name := range r.Columns {
		if !slices.Contains(withholdable(full.read.Head), name) {
			return r, &casefile.Error{Code: casefile.Invalid, What: "The field %[1]s cannot be withheld", Do: "choose among: %[2]s",
				Args: []any{name, strings.Join(withholdable(full.read.Head), ", ")}}
		}
	}
	people, err := k.s.People(ctx)
	if err != nil {
		return r, err
	}
	for _, name := range w.People {
		i := slices.IndexFunc(people, func(p casefile.Person) bool { return p.ID == name || strings.EqualFold(p.Name, name) })
		if i < 0 {
			return r, &casefile.Error{Code: casefile.NotFound, What: "There is no %[1]s among the people of this case", Do: "choose one of them", Args: []any{name}}
		}
		r.People = append(r.People, people[i].ID)
	}
	if r.Empty() && len(k.order.Exhibits) == 0 {
		return r, &casefile.Error{Code: casefile.Invalid, What: "Nothing is withheld", Do: "say what a redacted package is to leave out"}
	}
	return r, nil
}

// withholdable lists the fields whose texts may be withheld.
func withholdable(h exchange.Head) []string {
	var out []string
	for _, t := range h.Tables {
		for _, c := range t.Columns {
			if exchange.MayWithhold(c) {
				out = append(out, t.Name+"."+c.Name)
			}
		}
	}
	slices.Sort(out)
	return out
}

// Withheld is what comparing a redacted package with the full one shows.
type Withheld struct {
	Same     int `json:"same"`    // rows that are the same
	Changed  int `json:"changed"` // rows with something withheld
	Withheld int `json:"withheld"`
}

// ComparePackages makes sure that a redacted package is what its rules make of the full one, which must be opened by the workstation's key
// or the passphrase full.
func (d *Desk) ComparePackages(ctx context.Context, full, redacted, passphrase string, progress casefile.Progress) (w Withheld, err error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return w, err
	}
	a, err := d.receive(ctx, full, passphrase, progress)
	if err != nil {
		return w, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	b, err := d.receive(ctx, redacted, passphrase, progress)
	if err != nil {
		return w, err
	}
	defer func() { err = errors.Join(err, b.Close()) }()
	if b.Manifest.Redaction == nil || b.Manifest.Redaction.Of != a.Manifest.ID || b.Manifest.Redaction.ManifestSHA256 != a.ManifestSHA256() {
		return w, &casefile.Error{Code: casefile.Invalid, What: "The second package does not say that it was made from the first", Do: "choose the full package that it names"}
	}
	salt, err := exchange.ReadSalt(a)
	if err != nil {
		return w, err
	}
	w.Same, w.Changed, w.Withheld, err = exchange.Compare(ctx, a.read, b.read, salt)
	return w, err
}
