package ui_test

import (
	"context"
	"slices"

	"tracemark/casefile"
)

// signs is what a fake knows of signatures and trust.
type signs struct {
	signing casefile.SigningSettings
	trusted []casefile.TrustedCA
	pins    []casefile.PIN
	lastTry bool // the card has one try left
}

func (s *signs) SigningSettings() casefile.SigningSettings { return s.signing }

func (s *signs) SetSigning(_ context.Context, now casefile.SigningSettings) error {
	s.signing = now
	return nil
}

func (s *signs) TrustStore(context.Context) ([]casefile.TrustedCA, []casefile.Sentence, error) {
	return slices.Clone(s.trusted), nil, nil
}

func (s *signs) Trust(_ context.Context, file string, p casefile.TrustPurpose, reason string) ([]casefile.TrustedCA, error) {
	if reason == "" {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "Trust needs a reason", Do: "Say why the authority is trusted"}
	}
	s.trusted = append(s.trusted, casefile.TrustedCA{SHA256: "ab12", Name: "Example CA", Purpose: p, Until: day, Added: day, Reason: reason, By: file})
	return s.trusted, nil
}

func (s *signs) Distrust(_ context.Context, certificate string, _ casefile.TrustPurpose, reason string) (casefile.TrustedCA, error) {
	for i := range s.trusted {
		if s.trusted[i].SHA256 == certificate {
			s.trusted[i].Removed, s.trusted[i].RemovedReason, s.trusted[i].RemovedBy = day, reason, "R. Marsh"
		}
	}
	return casefile.TrustedCA{}, nil
}

func (f *fake) LogInByCard(ctx context.Context, logIn string, pin casefile.PIN) (casefile.WhoAmI, error) {
	f.pins = append(f.pins, pin)
	if f.lastTry && !pin.LastTry {
		return casefile.WhoAmI{}, &casefile.Error{Code: casefile.Refused, What: "One more wrong PIN locks the card", Do: "Type it again to try all the same", Cause: casefile.ErrLastTry}
	}
	return f.LogIn(ctx, logIn, theirWords)
}

func (f *fake) UnlockByCard(ctx context.Context, pin casefile.PIN) error {
	f.pins = append(f.pins, pin)
	return f.Unlock(ctx, theirWords)
}
