package store

import (
	"cmp"
	"context"
	"fmt"

	"tracemark/casefile"
)

// AddDocument attaches a file to the case, an exhibit or an event. Its bytes must be in Originals already.
func (s *Store) AddDocument(ctx context.Context, actor string, d casefile.Document) (casefile.Document, error) {
	err := s.change(ctx, actor, "document attached", func(t *change) (string, error) {
		t.identify(&d.ID, &d.Created)
		if err := checkName("file's name", d.FileName); err != nil {
			return "", err
		}
		if err := s.blobs.Verify(ctx, d.SHA256); err != nil {
			return "", err
		}
		if err := t.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) + 1 FROM document`).Scan(&d.Number); err != nil {
			return "", fmt.Errorf("count documents: %w", err)
		}
		err := t.insert(ctx, "document", col{"id", d.ID}, col{"number", d.Number}, col{"sha256", d.SHA256}, col{"size", d.Size},
			col{"file_name", d.FileName}, col{"media_type", d.MediaType}, col{"created", stamp(d.Created)})
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("document %d: %s", d.Number, d.Title), t.writeDocument(ctx, d, 1, "")
	})
	return d, err
}

// UpdateDocument records a new version of what is said of the document d.ID, with the reason. Its file stays.
func (s *Store) UpdateDocument(ctx context.Context, actor string, d casefile.Document, reason string) (casefile.Document, error) {
	err := s.change(ctx, actor, "document changed", func(t *change) (string, error) {
		if err := needReason(reason); err != nil {
			return "", err
		}
		now, err := documentNow(ctx, t, d.ID)
		if err != nil {
			return "", err
		}
		was := now.Value
		if d.Subject != was.Subject || d.SubjectID != was.SubjectID {
			return "", &casefile.Error{Code: casefile.Refused, What: "A document stays with what it was attached to",
				Do: "Withdraw it and attach the file again elsewhere"}
		}
		d.Number, d.SHA256, d.Size, d.FileName, d.MediaType, d.Created = was.Number, was.SHA256, was.Size, was.FileName, was.MediaType, was.Created
		return fmt.Sprintf("document %d: %s", d.Number, reason), t.writeDocument(ctx, d, now.N+1, reason)
	})
	return d, err
}

func (t *change) writeDocument(ctx context.Context, d casefile.Document, version int, reason string) error {
	if err := cmp.Or(checkName("document's title", d.Title), checkName("document's author", d.Author), d.Check()); err != nil {
		return err
	}
	var exhibit, event string
	switch d.Subject {
	case casefile.AboutExhibit:
		exhibit = d.SubjectID
	case casefile.AboutEvent:
		event = d.SubjectID
	}
	if err := t.exists(ctx, "exhibit", exhibit, "The document's exhibit is not in this case"); err != nil {
		return err
	}
	if err := t.exists(ctx, "event", event, "The document's event is not in this case"); err != nil {
		return err
	}
	provenance, err := toJSON(d.Provenance)
	if err != nil {
		return err
	}
	t.subject = d.ID
	return t.insert(ctx, "document_version", col{"document_id", d.ID}, col{"version", version}, col{"exhibit_id", optional(exhibit)},
		col{"event_id", optional(event)}, col{"kind", string(d.Kind)}, col{"title", d.Title}, col{"date", d.Date}, col{"author", d.Author},
		col{"provenance_json", provenance}, col{"withdrawn", d.Withdrawn}, col{"reason", reason}, col{"by", t.actor.ID}, col{"at", stamp(t.at)})
}

const documentQuery = `SELECT d.id, d.number, v.exhibit_id, v.event_id, v.kind, v.title, v.date, v.author, v.provenance_json, v.withdrawn,
	d.sha256, d.size, d.file_name, d.media_type, d.created, v.version, v.reason, v.by, v.at
	FROM document d JOIN document_version v ON v.document_id = d.id`

const documentLatest = ` AND v.version = (SELECT max(version) FROM document_version WHERE document_id = d.id)`

func scanDocument(r scanner) (v Version[casefile.Document], err error) {
	d := &v.Value
	var exhibit, event string
	err = r.Scan(&d.ID, &d.Number, textOf{&exhibit}, textOf{&event}, &d.Kind, &d.Title, &d.Date, &d.Author, jsonOf{&d.Provenance}, &d.Withdrawn,
		&d.SHA256, &d.Size, &d.FileName, &d.MediaType, timeOf{&d.Created}, &v.N, &v.Reason, &v.By, timeOf{&v.At})
	switch d.Subject, d.SubjectID = casefile.AboutCase, cmp.Or(exhibit, event); {
	case exhibit != "":
		d.Subject = casefile.AboutExhibit
	case event != "":
		d.Subject = casefile.AboutEvent
	}
	return v, err
}

func documentNow(ctx context.Context, db querier, id string) (Version[casefile.Document], error) {
	v, err := scanDocument(db.QueryRowContext(ctx, documentQuery+documentLatest+` WHERE d.id = ?`, id))
	if err != nil {
		return v, oneError(err, "There is no such document in this case", "read document")
	}
	return v, nil
}

// Documents returns the documents as they are now, withdrawn ones too, by number.
func (s *Store) Documents(ctx context.Context) ([]casefile.Document, error) {
	rows, err := s.read.QueryContext(ctx, documentQuery+documentLatest+` ORDER BY d.number`)
	out, err := collect(rows, err, func(r scanner) (casefile.Document, error) {
		v, err := scanDocument(r)
		return v.Value, err
	})
	if err != nil {
		return nil, say(err, "read documents")
	}
	return out, nil
}

// Document returns the document with the id.
func (s *Store) Document(ctx context.Context, id string) (casefile.Document, error) {
	v, err := documentNow(ctx, s.read, id)
	return v.Value, err
}

// DocumentHistory returns every version of what is said of the document with the id, the first one first.
func (s *Store) DocumentHistory(ctx context.Context, id string) ([]Version[casefile.Document], error) {
	rows, err := s.read.QueryContext(ctx, documentQuery+` WHERE d.id = ? ORDER BY v.version`, id)
	out, err := collect(rows, err, scanDocument)
	if err != nil {
		return nil, say(err, "read document history")
	}
	return out, nil
}
