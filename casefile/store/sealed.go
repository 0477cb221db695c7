package store

import (
	"context"
	"strings"

	"tracemark/casefile"
)

// GiveVerification records a request that goes out as a package, and that the package went out, both or neither. The passage's files
// must be in Originals already.
func (s *Store) GiveVerification(ctx context.Context, actor string, r casefile.VerificationRequest, p casefile.Passage, facts casefile.PassageFacts) (casefile.VerificationRequest, error) {
	err := s.change(ctx, actor, "verification asked", func(t *change) (string, error) {
		said, err := t.ask(ctx, &r)
		if err != nil {
			return "", err
		}
		p.By = t.actor.ID
		return said + "; " + passageDetail(p, facts), t.addPassage(ctx, &p, facts)
	})
	if err != nil {
		return casefile.VerificationRequest{}, err
	}
	return r, nil
}

// SealedAnswer is the answer to a request that went out as a package, as it came back.
type SealedAnswer struct {
	RequestID  string
	Verifier   casefile.Person
	Commitment casefile.Commitment
	Markup     casefile.Markup // nothing is recorded of one without annotations
	Passage    casefile.Passage
	Facts      casefile.PassageFacts
}

// TakeAnswer records the person, what they marked, the view that they committed, that it answers the request, and that the package came
// in: all of it or nothing. actor is who takes it in; what the verifier did is in the verifier's name, as the package proves.
func (s *Store) TakeAnswer(ctx context.Context, actor string, a SealedAnswer) (casefile.VerificationView, error) {
	v := casefile.VerificationView{RequestID: a.RequestID, Sealed: a.Passage.PackageID, By: a.Verifier.ID}
	err := s.change(ctx, actor, "verification taken in", func(t *change) (string, error) {
		if err := t.verifier(ctx, a.Verifier); err != nil {
			return "", err
		}
		if len(a.Markup.Annotations) > 0 {
			a.Markup.ComparisonID, a.Markup.By = a.Commitment.ComparisonID, a.Verifier.ID
			if _, err := t.addMarkup(ctx, &a.Markup); err != nil {
				return "", err
			}
		}
		a.Commitment.ID, a.Commitment.By = "", a.Verifier.ID
		if _, err := t.addCommitment(ctx, &a.Commitment); err != nil {
			return "", err
		}
		v.CommitmentID = a.Commitment.ID
		said, err := t.addView(ctx, &v)
		if err != nil {
			return "", err
		}
		a.Passage.By = t.actor.ID
		return said + "; " + passageDetail(a.Passage, a.Facts), t.addPassage(ctx, &a.Passage, a.Facts)
	})
	if err != nil {
		return casefile.VerificationView{}, err
	}
	return v, nil
}

// verifier makes sure that whoever answered elsewhere is a person of the case. Somebody of the same id is taken for the same person only
// under the same name and agency.
func (t *change) verifier(ctx context.Context, p casefile.Person) error {
	have, err := person(ctx, t, p.ID)
	switch {
	case casefile.CodeOf(err) == casefile.NotFound && err != nil:
		p.Created = t.at
		return t.addPerson(ctx, &p)
	case err != nil:
		return err
	case !strings.EqualFold(have.Name, p.Name) || !strings.EqualFold(have.Agency, p.Agency):
		return &casefile.Error{Code: casefile.Refused, What: "The answer is by somebody who has the id of another person of this case (%[1]s)", Do: "Ask its sender who answered",
			Args: []any{have.Name}}
	}
	return nil
}
