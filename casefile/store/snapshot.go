package store

import (
	"context"
	"fmt"

	"tracemark/casefile"
)

// AddSnapshot records a picture of the microscope with its scene, and gives it the comparison's next number. The picture must
// be in Originals already.
func (s *Store) AddSnapshot(ctx context.Context, actor string, n casefile.Snapshot) (casefile.Snapshot, error) {
	err := s.change(ctx, actor, "snapshot taken", func(t *change) (string, error) {
		t.identify(&n.ID, &n.Created)
		if err := t.author(&n.By); err != nil {
			return "", err
		}
		comparison, err := comparisonNumber(ctx, t, n.ComparisonID)
		if err != nil {
			return "", err
		}
		if err := n.Scene.Check(); err != nil {
			return "", err
		}
		if err := s.blobs.Verify(ctx, n.SHA256); err != nil {
			return "", err
		}
		scene, err := toJSON(n.Scene)
		if err != nil {
			return "", err
		}
		err = t.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) + 1 FROM snapshot WHERE comparison_id = ?`, n.ComparisonID).Scan(&n.Number)
		if err != nil {
			return "", fmt.Errorf("count snapshots: %w", err)
		}
		t.subject = n.ComparisonID
		err = t.insert(ctx, "snapshot", col{"id", n.ID}, col{"comparison_id", n.ComparisonID}, col{"number", n.Number},
			col{"scene_json", scene}, col{"sha256", n.SHA256}, col{"by", n.By}, col{"created", stamp(n.Created)})
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("comparison %d: snapshot %d", comparison, n.Number), t.choose(ctx, n.ID, n.InReport, n.Caption)
	})
	if err != nil {
		return casefile.Snapshot{}, err
	}
	return n, nil
}

// ChooseSnapshot records whether a snapshot goes into the report, and its caption; the newest choice counts.
func (s *Store) ChooseSnapshot(ctx context.Context, actor, id string, inReport bool, caption string) (casefile.Snapshot, error) {
	var n casefile.Snapshot
	err := s.change(ctx, actor, "snapshot chosen", func(t *change) (string, error) {
		var err error
		if n, err = snapshot(ctx, t, id); err != nil {
			return "", err
		}
		n.InReport, n.Caption, t.subject = inReport, caption, n.ComparisonID
		chosen := "for the report"
		if !inReport {
			chosen = "not for the report"
		}
		return fmt.Sprintf("snapshot %d: %s", n.Number, chosen), t.choose(ctx, n.ID, inReport, caption)
	})
	if err != nil {
		return casefile.Snapshot{}, err
	}
	return n, nil
}

func (t *change) choose(ctx context.Context, id string, inReport bool, caption string) error {
	if err := casefile.CheckCaption(caption); err != nil {
		return err
	}
	var version int
	err := t.QueryRowContext(ctx, `SELECT coalesce(max(version), 0) + 1 FROM snapshot_choice WHERE snapshot_id = ?`, id).Scan(&version)
	if err != nil {
		return fmt.Errorf("count choices: %w", err)
	}
	return t.insert(ctx, "snapshot_choice", col{"snapshot_id", id}, col{"version", version}, col{"in_report", inReport},
		col{"caption", caption}, col{"by", t.actor.ID}, col{"at", stamp(t.at)})
}

const snapshotsNow = `SELECT s.id, s.comparison_id, s.number, s.scene_json, s.sha256, s.by, s.created, c.in_report, c.caption
	FROM snapshot s JOIN snapshot_choice c ON c.snapshot_id = s.id
	WHERE c.version = (SELECT max(version) FROM snapshot_choice WHERE snapshot_id = s.id)`

func scanSnapshot(r scanner) (n casefile.Snapshot, err error) {
	err = r.Scan(&n.ID, &n.ComparisonID, &n.Number, jsonOf{&n.Scene}, &n.SHA256, &n.By, timeOf{&n.Created}, &n.InReport, &n.Caption)
	return n, err
}

func snapshot(ctx context.Context, db querier, id string) (casefile.Snapshot, error) {
	n, err := scanSnapshot(db.QueryRowContext(ctx, snapshotsNow+` AND s.id = ?`, id))
	if err != nil {
		return casefile.Snapshot{}, oneError(err, "There is no such snapshot in this case", "read snapshot")
	}
	return n, nil
}

// Snapshot returns the snapshot with the id, with its present caption and choice.
func (s *Store) Snapshot(ctx context.Context, id string) (casefile.Snapshot, error) {
	return snapshot(ctx, s.read, id)
}

// Snapshots returns the snapshots of the comparison with the id, of all comparisons when it is "", in the order of their numbers.
func (s *Store) Snapshots(ctx context.Context, comparisonID string) ([]casefile.Snapshot, error) {
	rows, err := s.read.QueryContext(ctx, snapshotsNow+` AND (?1 = '' OR s.comparison_id = ?1) ORDER BY s.number`, comparisonID)
	out, err := collect(rows, err, scanSnapshot)
	if err != nil {
		return nil, say(err, "read snapshots")
	}
	return out, nil
}
