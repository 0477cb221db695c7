package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"tracemark/casefile"
)

var passageKinds = []casefile.PassageKind{casefile.PackageOut, casefile.PackageIn, casefile.MadeFrom, casefile.Exported, casefile.ListOut}

// AddPassage records that something left the case: a package, an export or a list. What comes in is recorded where it is
// taken in (TakeIn, CreateFrom).
func (s *Store) AddPassage(ctx context.Context, actor string, p casefile.Passage, facts casefile.PassageFacts) (casefile.Passage, error) {
	if p.Kind == casefile.PackageIn || p.Kind == casefile.MadeFrom {
		return p, fmt.Errorf("add passage: %s is recorded where it comes in", p.Kind)
	}
	err := s.change(ctx, actor, string(p.Kind), func(t *change) (string, error) {
		p.By = t.actor.ID
		return passageDetail(p, facts), t.addPassage(ctx, &p, facts)
	})
	return p, err
}

// passageDetail is what the log says for people: which file it was, by its hash.
func passageDetail(p casefile.Passage, f casefile.PassageFacts) string {
	text := f.What
	if p.PackageID != "" {
		text = p.PackageID
	}
	for _, hash := range []string{p.SHA256, p.ManifestSHA256} {
		if hash != "" {
			return fmt.Sprintf("%s, SHA-256 %s", text, hash)
		}
	}
	return text
}

func (t *change) addPassage(ctx context.Context, p *casefile.Passage, facts casefile.PassageFacts) error {
	if !slices.Contains(passageKinds, p.Kind) {
		return fmt.Errorf("add passage: kind %q", p.Kind)
	}
	t.identify(&p.ID, &p.Created)
	about, err := toJSON(facts)
	if err != nil {
		return err
	}
	p.About = json.RawMessage(about)
	err = t.insert(ctx, "passage", col{"id", p.ID}, col{"kind", string(p.Kind)}, col{"package_id", p.PackageID}, col{"package_kind", p.PackageKind},
		col{"file_sha256", p.SHA256}, col{"manifest_sha256", p.ManifestSHA256}, col{"about_json", about}, col{"by", optional(p.By)}, col{"created", stamp(p.Created)})
	if err != nil {
		return err
	}
	for i := range p.Files {
		f := &p.Files[i]
		if f.ID == "" {
			f.ID = t.s.opts.NewID()
		}
		size, err := t.s.blobs.Size(f.SHA256)
		if err != nil {
			return err
		}
		f.Size = size
		err = t.insert(ctx, "passage_file", col{"id", f.ID}, col{"passage_id", p.ID}, col{"name", f.Name}, col{"sha256", f.SHA256}, col{"size", f.Size})
		if err != nil {
			return err
		}
	}
	return nil
}

// Passages returns what left the case and came into it, the first one first.
func (s *Store) Passages(ctx context.Context) ([]casefile.Passage, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT id, kind, package_id, package_kind, file_sha256, manifest_sha256, about_json, by, created FROM passage ORDER BY rowid`)
	out, err := collect(rows, err, func(r scanner) (p casefile.Passage, err error) {
		var about string
		err = r.Scan(&p.ID, &p.Kind, &p.PackageID, &p.PackageKind, &p.SHA256, &p.ManifestSHA256, &about, textOf{&p.By}, timeOf{&p.Created})
		p.About = json.RawMessage(about)
		return p, err
	})
	if err != nil {
		return nil, say(err, "read passages")
	}
	for i := range out {
		rows, err := s.read.QueryContext(ctx, `SELECT id, name, sha256, size FROM passage_file WHERE passage_id = ? ORDER BY rowid`, out[i].ID)
		out[i].Files, err = collect(rows, err, func(r scanner) (f casefile.PassageFile, err error) {
			err = r.Scan(&f.ID, &f.Name, &f.SHA256, &f.Size)
			return f, err
		})
		if err != nil {
			return nil, say(err, "read passages")
		}
	}
	return out, nil
}
