package store

import (
	"context"
	"fmt"
	"slices"

	"tracemark/casefile"
)

var candidateStates = []casefile.CandidateState{casefile.Unseen, casefile.Viewed, casefile.Compared, casefile.Dismissed,
	casefile.HitProposed}

// AddCorrelation records an answer of the correlation service. A candidate without a state is unseen.
func (s *Store) AddCorrelation(ctx context.Context, actor string, c casefile.Correlation) (casefile.Correlation, error) {
	c.Candidates = slices.Clone(c.Candidates) // the caller's stay as they are
	err := s.change(ctx, actor, "correlation received", func(t *change) (string, error) {
		t.identify(&c.ID, &c.Created)
		if err := t.author(&c.By); err != nil {
			return "", err
		}
		e, err := exhibitNow(ctx, t, c.ExhibitID)
		if err != nil {
			return "", err
		}
		if err := settleCandidates(c.Candidates); err != nil {
			return "", err
		}
		c.AsOf = c.AsOf.UTC().Round(0)
		candidates, err := toJSON(c.Candidates)
		if err != nil {
			return "", err
		}
		left, err := toJSON(leftOut{List: c.LeftOut, AllClasses: c.AllClasses, Stages: c.Stages, Everything: c.Everything})
		if err != nil {
			return "", err
		}
		return fmt.Sprintf("%s: %d candidates of %d", e.Value.Label, len(c.Candidates), c.GallerySize),
			t.insert(ctx, "correlation", col{"id", c.ID}, col{"exhibit_id", c.ExhibitID}, col{"service", c.Service},
				col{"gallery_size", c.GallerySize}, col{"as_of", stamp(c.AsOf)}, col{"method", c.Method},
				col{"version", c.Version}, col{"candidates_json", candidates}, col{"by", c.By}, col{"created", stamp(c.Created)},
				col{"left_out_json", left})
	})
	if err != nil {
		return casefile.Correlation{}, err
	}
	return c, nil
}

// settleCandidates makes sure that a rank names one candidate.
func settleCandidates(list []casefile.Candidate) error {
	seen := map[int]bool{}
	for i := range list {
		c := &list[i]
		if c.State == "" {
			c.State = casefile.Unseen
		}
		if c.Rank < 1 || seen[c.Rank] {
			return &casefile.Error{Code: casefile.Invalid, What: "The ranks of the candidates are not in order",
				Do: "Ask the correlation service again"}
		}
		seen[c.Rank] = true
	}
	return nil
}

// SetCandidateState records how far somebody has got with the candidate of the given rank.
func (s *Store) SetCandidateState(ctx context.Context, actor, correlationID string, rank int, state casefile.CandidateState) error {
	return s.change(ctx, actor, "candidate "+string(state), func(t *change) (string, error) {
		if !slices.Contains(candidateStates, state) {
			return "", &casefile.Error{Code: casefile.Invalid, What: "There is no state of a candidate called %[1]q", Args: []any{state}}
		}
		c, err := correlation(ctx, t, correlationID)
		if err != nil {
			return "", err
		}
		i := slices.IndexFunc(c.Candidates, func(c casefile.Candidate) bool { return c.Rank == rank })
		if i < 0 {
			return "", &casefile.Error{Code: casefile.NotFound, What: "This list has no candidate of rank %[1]d", Args: []any{rank}}
		}
		var n int
		err = t.QueryRowContext(ctx, `SELECT count(*) FROM candidate_state WHERE correlation_id = ? AND rank = ?`,
			correlationID, rank).Scan(&n)
		if err != nil {
			return "", fmt.Errorf("read candidate states: %w", err)
		}
		t.subject = correlationID
		return c.Candidates[i].Label, t.insert(ctx, "candidate_state",
			col{"correlation_id", correlationID}, col{"rank", rank}, col{"version", n + 1}, col{"state", string(state)},
			col{"by", t.actor.ID}, col{"at", stamp(t.at)})
	})
}

// leftOut is how what was not searched is stored, with the stages that left it out.
type leftOut struct {
	List       []casefile.LeftOut     `json:"list,omitempty"`
	AllClasses bool                   `json:"all_classes,omitempty"`
	Stages     []casefile.SearchStage `json:"stages,omitempty"`
	Everything bool                   `json:"everything,omitempty"`
}

const correlationColumns = `id, exhibit_id, service, gallery_size, as_of, method, version, candidates_json, by, created, coalesce(left_out_json, '{}')`

func scanCorrelation(r scanner) (c casefile.Correlation, err error) {
	var left leftOut
	err = r.Scan(&c.ID, &c.ExhibitID, &c.Service, &c.GallerySize, timeOf{&c.AsOf}, &c.Method, &c.Version,
		jsonOf{&c.Candidates}, &c.By, timeOf{&c.Created}, jsonOf{&left})
	c.LeftOut, c.AllClasses, c.Stages, c.Everything = left.List, left.AllClasses, left.Stages, left.Everything
	return c, err
}

// Correlations returns the answers about the exhibit with the id, about all exhibits when it is "", the first one first,
// with the present states of their candidates.
func (s *Store) Correlations(ctx context.Context, exhibitID string) ([]casefile.Correlation, error) {
	rows, err := s.read.QueryContext(ctx, `SELECT `+correlationColumns+` FROM correlation
		WHERE ?1 = '' OR exhibit_id = ?1 ORDER BY rowid`, exhibitID)
	out, err := collect(rows, err, scanCorrelation)
	if err != nil {
		return nil, say(err, "read correlations")
	}
	for i := range out {
		if err := applyStates(ctx, s.read, &out[i]); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Correlation returns the answer with the id, with the present states of its candidates.
func (s *Store) Correlation(ctx context.Context, id string) (casefile.Correlation, error) {
	return correlation(ctx, s.read, id)
}

func correlation(ctx context.Context, db querier, id string) (casefile.Correlation, error) {
	c, err := scanCorrelation(db.QueryRowContext(ctx, `SELECT `+correlationColumns+` FROM correlation WHERE id = ?`, id))
	if err != nil {
		return c, oneError(err, "There is no such list of candidates in this case", "read correlation")
	}
	err = applyStates(ctx, db, &c)
	return c, err
}

// applyStates puts the latest state of each candidate in its place.
func applyStates(ctx context.Context, db querier, c *casefile.Correlation) error {
	type state struct {
		rank  int
		state casefile.CandidateState
	}
	rows, err := db.QueryContext(ctx, `SELECT rank, state FROM candidate_state WHERE correlation_id = ? ORDER BY rank, version`, c.ID)
	states, err := collect(rows, err, func(r scanner) (v state, err error) {
		err = r.Scan(&v.rank, &v.state)
		return v, err
	})
	if err != nil {
		return say(err, "read candidate states")
	}
	latest := map[int]casefile.CandidateState{}
	for _, v := range states {
		latest[v.rank] = v.state
	}
	for i := range c.Candidates {
		if v, ok := latest[c.Candidates[i].Rank]; ok {
			c.Candidates[i].State = v
		}
	}
	return nil
}
