package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"tracemark/casefile"
)

// AddComparison records a comparison of two captures and gives it the case's next number. Its hashes must be those of
// the captures' originals, and a mask that it used a version of that capture's.
func (s *Store) AddComparison(ctx context.Context, actor string, c casefile.Comparison) (casefile.Comparison, error) {
	err := s.change(ctx, actor, "comparison added", func(t *change) (string, error) {
		t.identify(&c.ID, &c.Created)
		if err := t.author(&c.By); err != nil {
			return "", err
		}
		if err := t.sameOriginal(ctx, c.A, &c.HashA); err != nil {
			return "", err
		}
		if err := t.sameOriginal(ctx, c.B, &c.HashB); err != nil {
			return "", err
		}
		if err := t.maskOf(ctx, c.MaskA, c.A); err != nil {
			return "", err
		}
		if err := t.maskOf(ctx, c.MaskB, c.B); err != nil {
			return "", err
		}
		if c.A == c.B {
			return "", &casefile.Error{Code: casefile.Invalid, What: "A capture is not compared with itself", Do: "Choose another one"}
		}
		err := t.QueryRowContext(ctx, `SELECT coalesce(max(number), 0) + 1 FROM comparison`).Scan(&c.Number)
		if err != nil {
			return "", fmt.Errorf("count comparisons: %w", err)
		}
		return strconv.Itoa(c.Number), t.writeComparison(ctx, c)
	})
	if err != nil {
		return casefile.Comparison{}, err
	}
	return c, nil
}

func (t *change) writeComparison(ctx context.Context, c casefile.Comparison) error {
	results, err := toJSON(c.Results)
	if err != nil {
		return err
	}
	params, err := toJSON(c.Params)
	if err != nil {
		return err
	}
	software, err := toJSON(c.Software)
	if err != nil {
		return err
	}
	return t.insert(ctx, "comparison", col{"id", c.ID}, col{"number", c.Number}, col{"a", c.A}, col{"b", c.B},
		col{"hash_a", c.HashA}, col{"hash_b", c.HashB}, col{"mask_a", optional(c.MaskA)}, col{"mask_b", optional(c.MaskB)},
		col{"default_score", c.Default}, col{"results_json", results}, col{"params_json", params}, col{"software_json", software},
		col{"millis", c.Millis}, col{"by", c.By}, col{"created", stamp(c.Created)})
}

// sameOriginal makes sure that hash is that of the capture's original, filling it in where it is empty.
func (t *change) sameOriginal(ctx context.Context, capture string, hash *string) error {
	var has string
	err := t.QueryRowContext(ctx, `SELECT sha256 FROM capture WHERE id = ?`, capture).Scan(&has)
	if err != nil {
		return oneError(err, "A capture of this comparison is not in this case", "read capture")
	}
	if *hash == "" {
		*hash = has
	}
	if *hash != has {
		return &casefile.Error{Code: casefile.Conflict, What: "What was compared is not the capture's original",
			Do: "Compare again"}
	}
	return nil
}

const comparisonColumns = `id, number, a, b, hash_a, hash_b, mask_a, mask_b, default_score, results_json, params_json, software_json, millis,
	by, created`

func scanComparison(r scanner) (c casefile.Comparison, err error) {
	err = r.Scan(&c.ID, &c.Number, &c.A, &c.B, &c.HashA, &c.HashB, textOf{&c.MaskA}, textOf{&c.MaskB}, &c.Default,
		jsonOf{&c.Results}, jsonOf{&c.Params}, jsonOf{&c.Software}, &c.Millis, &c.By, timeOf{&c.Created})
	return c, err
}

// Comparisons returns the comparisons in the order of their numbers.
func (s *Store) Comparisons(ctx context.Context) ([]casefile.Comparison, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+comparisonColumns+` FROM comparison ORDER BY number`)
	out, err := collect(rows, err, scanComparison)
	if err != nil {
		return nil, say(err, "read comparisons")
	}
	return out, nil
}

// Comparison returns the comparison with the number or the id ref, or whose id alone begins with ref.
func (s *Store) Comparison(ctx context.Context, ref string) (casefile.Comparison, error) {
	ref = strings.TrimSpace(ref)
	if n, err := strconv.Atoi(ref); err == nil && strconv.Itoa(n) == ref {
		c, err := scanComparison(s.read.QueryRowContext(ctx, `SELECT `+comparisonColumns+` FROM comparison WHERE number = ?`, n))
		if err == nil {
			return c, nil
		}
		if err := oneError(err, "", "read comparison"); casefile.CodeOf(err) != casefile.NotFound {
			return casefile.Comparison{}, err
		}
	}
	return byRef(ctx, s.read, "comparison", comparisonColumns, "comparison", ref, scanComparison)
}
