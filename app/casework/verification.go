package casework

import (
	"context"
	"crypto/rand"
	"slices"
	"strconv"
	"strings"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// AskVerification asks a second examiner for an own conclusion from the recordings that the conclusion of a comparison is about.
// A comparison is made for it, in an order that a coin throws, under the same masks. verifier is a person's id or "" for any who
// may; the note is shown to the verifier and must say nothing of the conclusion.
func (d *Desk) AskVerification(ctx context.Context, path, comparison, verifier, note string, progress casefile.Progress) (casefile.Verification, error) {
	if err := d.allow(ctx, casefile.AskVerification); err != nil {
		return casefile.Verification{}, err
	}
	s, l, k, err := d.examining(ctx, path, comparison)
	if err != nil {
		return casefile.Verification{}, err
	}
	c, err := askable(ctx, s, l, k)
	if err != nil {
		return casefile.Verification{}, err
	}
	if verifier != "" {
		if err := casefile.MayVerify(c, verifier); err != nil {
			return casefile.Verification{}, err
		}
		if err := d.present(ctx, s, verifier); err != nil {
			return casefile.Verification{}, err
		}
	}
	own, err := d.again(ctx, s, l.me, k, coin(), progress)
	if err != nil {
		return casefile.Verification{}, err
	}
	q, err := s.AskVerification(ctx, l.me, casefile.VerificationRequest{ConclusionID: c.ID, ComparisonID: own.ID, Verifier: verifier, Note: strings.TrimSpace(note)})
	return casefile.Verification{Request: q}, err
}

// askable returns the conclusion of a comparison that a verification can be asked about, before a comparison is made for nothing.
func askable(ctx context.Context, s *store.Store, l *looking, k casefile.Comparison) (casefile.Conclusion, error) {
	if err := l.bystander(k.ID); err != nil {
		return casefile.Conclusion{}, err
	}
	c, ok, err := s.CurrentConclusion(ctx, k.ID)
	if err != nil {
		return c, err
	}
	if !ok {
		return c, &casefile.Error{Code: casefile.Conflict, What: "Nothing was concluded from comparison %[1]d yet", Do: "Record the conclusion first", Args: []any{k.Number}}
	}
	return c, unasked(ctx, s, c)
}

// unasked refuses a second request while one is open.
func unasked(ctx context.Context, s *store.Store, c casefile.Conclusion) error {
	list, err := s.Verifications(ctx)
	if err != nil {
		return err
	}
	for _, v := range list {
		if v.Request.ConclusionID == c.ID && v.State() == casefile.VerificationOpen {
			return &casefile.Error{Code: casefile.Conflict, What: "A verification of this conclusion is open already", Do: "Wait for it, or withdraw it first"}
		}
	}
	return nil
}

// coin is true half of the time.
func coin() bool {
	var b [1]byte
	rand.Read(b[:]) // never fails: crypto/rand ends the program where the system has no randomness
	return b[0]&1 == 1
}

// again compares the recordings of a comparison once more, under the same masks, the other way round where swap is true.
func (d *Desk) again(ctx context.Context, s *store.Store, me string, k casefile.Comparison, swap bool, progress casefile.Progress) (casefile.Comparison, error) {
	a, err := s.Capture(ctx, k.A)
	if err != nil {
		return k, err
	}
	b, err := s.Capture(ctx, k.B)
	if err != nil {
		return k, err
	}
	maskA, maskB := k.MaskA, k.MaskB
	if swap {
		a, b, maskA, maskB = b, a, maskB, maskA
	}
	if casefile.PairOf(a, b) != casefile.TwoTopographies {
		return d.pairUnder(ctx, s, me, [2]casefile.Capture{a, b}, [2]string{maskA, maskB}, progress)
	}
	return d.compareUnder(ctx, s, me, [2]casefile.Capture{a, b}, [2]string{maskA, maskB}, progress)
}

// Verifications returns the verifications of a case, the newest first. Of one that the person at the desk is still to answer there is
// nothing but its number, its note and the comparison to look at.
func (d *Desk) Verifications(ctx context.Context, path string) ([]casefile.VerificationItem, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return nil, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return nil, err
	}
	list, err := s.Verifications(ctx)
	if err != nil {
		return nil, err
	}
	names, err := peopleNames(ctx, s)
	if err != nil {
		return nil, err
	}
	var items []casefile.VerificationItem
	for _, v := range slices.Backward(list) {
		own, err := s.Comparison(ctx, v.Request.ComparisonID)
		if err != nil {
			return nil, err
		}
		if _, _, blind := l.duty(own.ID); blind {
			q := casefile.VerificationRequest{ID: v.Request.ID, Number: v.Request.Number, ComparisonID: own.ID, Note: v.Request.Note, Created: v.Request.Created}
			items = append(items, casefile.VerificationItem{Verification: casefile.Verification{Request: q}, State: v.State(), OwnNumber: own.Number,
				LabelA: maskedLabels[0], LabelB: maskedLabels[1], Mine: true})
			continue
		}
		item := casefile.VerificationItem{Verification: v, State: v.State(), OwnNumber: own.Number, VerifierName: names[v.Request.Verifier]}
		if v.View != nil {
			item.VerifierName = names[v.View.By]
		}
		for _, x := range v.Steps {
			item.StepNames = append(item.StepNames, names[x.By])
		}
		if err := concludedFrom(ctx, s, v, names, &item); err != nil {
			return nil, err
		}
		item.May = d.maySteps(ctx, s, item, me)
		items = append(items, item)
	}
	return items, nil
}

// concludedFrom fills in the conclusion that a verification is about.
func concludedFrom(ctx context.Context, s *store.Store, v casefile.Verification, names map[string]string, item *casefile.VerificationItem) error {
	all, err := s.Conclusions(ctx, "")
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.ID != v.Request.ConclusionID {
			continue
		}
		k, err := s.Comparison(ctx, c.ComparisonID)
		if err != nil {
			return err
		}
		side, err := comparisonItem(ctx, s, k)
		if err != nil {
			return err
		}
		item.Conclusion, item.ByName, item.Number = &c, names[c.By], k.Number
		item.LabelA, item.LabelB = side.A.Exhibit.Label, side.B.Exhibit.Label
	}
	return nil
}

// Answer answers a verification with the conclusion that the person at the desk reaches: a level of the scale that the agency concludes
// on, with the reason. Afterwards everything is shown, and whether the two views agree is on record.
func (d *Desk) Answer(ctx context.Context, path, verification, level, reason string) (casefile.VerificationItem, error) {
	if err := d.allow(ctx, casefile.VerifyConclusion); err != nil {
		return casefile.VerificationItem{}, err
	}
	item, err := d.verification(ctx, path, verification)
	if err != nil {
		return item, err
	}
	if !item.Mine {
		return item, &casefile.Error{Code: casefile.Refused, What: "Verification %[1]d is not waiting for you", Do: "Look at the list of verifications",
			Args: []any{item.Verification.Request.Number}}
	}
	if _, err := d.Commit(ctx, path, casefile.Commitment{ComparisonID: item.Verification.Request.ComparisonID, Value: level, Reason: reason}); err != nil {
		return item, err
	}
	return d.verification(ctx, path, item.Verification.Request.ID)
}

// FollowUp records a consultation, a resolution or the withdrawal of a verification: see casefile.StepKind. Resolving is for whoever may
// resolve disagreements; withdrawing and consulting for whoever may ask or answer.
func (d *Desk) FollowUp(ctx context.Context, path, verification string, step casefile.VerificationStep) (casefile.VerificationItem, error) {
	if err := d.allowStep(ctx, step.Kind); err != nil {
		return casefile.VerificationItem{}, err
	}
	item, err := d.verification(ctx, path, verification)
	if err != nil {
		return item, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return item, err
	}
	_, err = s.AddVerificationStep(ctx, me, casefile.VerificationStep{RequestID: item.Verification.Request.ID, Kind: step.Kind, Text: strings.TrimSpace(step.Text), Stands: step.Stands})
	if err != nil {
		return item, err
	}
	return d.verification(ctx, path, item.Verification.Request.ID)
}

// allowStep returns why whoever is at the desk may not take a step, by their role.
func (d *Desk) allowStep(ctx context.Context, kind casefile.StepKind) error {
	action := casefile.AskVerification
	switch kind {
	case casefile.Resolution:
		action = casefile.ResolveDispute
	case casefile.Consultation:
		if d.allow(ctx, casefile.AskVerification) != nil {
			action = casefile.VerifyConclusion
		}
	}
	return d.allow(ctx, action)
}

// maySteps returns the steps that the person at the desk may take in a verification as it stands.
func (d *Desk) maySteps(ctx context.Context, s *store.Store, item casefile.VerificationItem, me string) []casefile.StepKind {
	var kinds []casefile.StepKind
	v := item.Verification
	switch item.State {
	case casefile.VerificationOpen:
		kinds = []casefile.StepKind{casefile.Withdrawal}
	case casefile.VerificationDisputed:
		kinds = []casefile.StepKind{casefile.Consultation}
		if item.Conclusion != nil && casefile.MayResolve(*item.Conclusion, v, me) == nil {
			kinds = append(kinds, casefile.Resolution)
		}
	}
	if s.Unwritable() {
		return nil
	}
	return slices.DeleteFunc(kinds, func(k casefile.StepKind) bool { return d.allowStep(ctx, k) != nil })
}

// verification returns the verification that name means: its id or its number.
func (d *Desk) verification(ctx context.Context, path, name string) (casefile.VerificationItem, error) {
	list, err := d.Verifications(ctx, path)
	if err != nil {
		return casefile.VerificationItem{}, err
	}
	for _, v := range list {
		if v.Verification.Request.ID == name || strconv.Itoa(v.Verification.Request.Number) == name {
			return v, nil
		}
	}
	return casefile.VerificationItem{}, &casefile.Error{Code: casefile.NotFound, What: "The case has no verification %[1]s", Do: "List the verifications and choose one", Args: []any{name}}
}

// verified refuses to issue a report on a conclusion that the agency's rule wants verified and nobody has.
func (d *Desk) verified(ctx context.Context, s *store.Store, c casefile.Conclusion) ([]casefile.Verification, error) {
	list, err := s.Verifications(ctx)
	if err != nil {
		return nil, err
	}
	list = slices.DeleteFunc(list, func(v casefile.Verification) bool { return v.Request.ConclusionID != c.ID })
	scale, err := scaleOn(c.On())
	if err != nil || !d.Settings().Verification.Asks(scale, c.Value) {
		return list, err
	}
	if slices.ContainsFunc(list, func(v casefile.Verification) bool {
		return v.State() == casefile.VerificationAgreed || v.State() == casefile.VerificationResolved
	}) {
		return list, nil
	}
	return nil, &casefile.Error{Code: casefile.Refused, What: "The agency has such conclusions verified before a report is issued, and this one is not",
		Do: "Ask for a verification, or wait for the one that is open"}
}
