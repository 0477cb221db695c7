package casefile

import "time"

// VerificationRequest asks a second examiner for an own conclusion from the two recordings that a conclusion is about. The verifier
// works on a comparison of his own, in which a coin has said which specimen comes first, so that what is marked there stays apart
// from what the first examiner marked. It is blind: until the verifier has committed a view, the verifier is shown neither the
// conclusion nor who reached it, nor the figures, nor the labels.
type VerificationRequest struct {
	ID           string    `json:"id"`
	Number       int       `json:"number"` // within the case, from 1
	ConclusionID string    `json:"conclusion_id"`
	Verifier     string    `json:"verifier,omitempty"` // person id; "" = any who may
	ComparisonID string    `json:"comparison_id"`      // the verifier's own, of the same two recordings
	Sealed       string    `json:"sealed,omitempty"`   // id of the package that it was given out in; "" = at this workstation
	Note         string    `json:"note,omitempty"`     // for the verifier to read: it must say nothing of the conclusion
	By           string    `json:"by"`
	Created      time.Time `json:"created"`
}

// VerificationView is what the verifier committed to, before anything of the first conclusion was shown.
type VerificationView struct {
	RequestID    string    `json:"request_id"`
	CommitmentID string    `json:"commitment_id"` // the view itself, with its scale, reason and what had been visible
	Agrees       bool      `json:"agrees"`        // the same level of the same scale
	Sealed       string    `json:"sealed,omitempty"`
	By           string    `json:"by"`
	Created      time.Time `json:"created"`
}

// StepKind is what followed a verification.
type StepKind string

// The steps. A consultation records what the two discussed; a resolution, by somebody who is neither, says which view stands
// administratively and erases neither; a withdrawal ends a request that nobody has answered.
const (
	Consultation StepKind = "consultation"
	Resolution   StepKind = "resolution"
	Withdrawal   StepKind = "withdrawal"
)

// Standing is which view a resolution lets stand.
type Standing string

// The choices of a resolution.
const (
	FirstStands    Standing = "first"    // the conclusion
	VerifierStands Standing = "verifier" // the verifier's view: the conclusion is to be replaced by its author or reported with both
	NeitherStands  Standing = "neither"  // reported as not verified, with both views
)

// VerificationStep is something that followed a request.
type VerificationStep struct {
	ID        string    `json:"id"`
	RequestID string    `json:"request_id"`
	Kind      StepKind  `json:"kind"`
	Text      string    `json:"text"`
	Stands    Standing  `json:"stands,omitempty"` // of a resolution
	By        string    `json:"by"`
	Created   time.Time `json:"created"`
}

// Verification is a request with all that came of it.
type Verification struct {
	Request    VerificationRequest `json:"request"`
	View       *VerificationView   `json:"view,omitempty"`
	Commitment *Commitment         `json:"commitment,omitempty"` // the verifier's
	Steps      []VerificationStep  `json:"steps,omitempty"`
}

// VerificationState is where a verification stands.
type VerificationState string

// The states of a verification.
const (
	VerificationOpen      VerificationState = "open"
	VerificationAgreed    VerificationState = "agreed"
	VerificationDisputed  VerificationState = "disputed"
	VerificationResolved  VerificationState = "resolved"
	VerificationWithdrawn VerificationState = "withdrawn"
)

// State returns where the verification stands.
func (v Verification) State() VerificationState {
	for _, s := range v.Steps {
		switch s.Kind {
		case Resolution:
			return VerificationResolved
		case Withdrawal:
			return VerificationWithdrawn
		}
	}
	switch {
	case v.View == nil:
		return VerificationOpen
	case v.View.Agrees:
		return VerificationAgreed
	}
	return VerificationDisputed
}

// MayResolve returns why the person with the id by may not resolve the disagreement between a conclusion and a verification, nil
// where they may: whoever holds one of the two views cannot decide between them.
func MayResolve(c Conclusion, v Verification, by string) error {
	switch {
	case v.State() != VerificationDisputed:
		return &Error{Code: Conflict, What: "There is no open disagreement to resolve", Do: "Look at the verification again"}
	case by == c.By || v.View.By == by:
		return &Error{Code: Refused, What: "Whoever holds one of the two views cannot decide between them", Do: "Ask a technical reviewer or an authoriser"}
	}
	return nil
}

// VerificationRule is which conclusions an agency has verified before a report on them is issued.
type VerificationRule string

// The rules.
const (
	VerifyNothing         VerificationRule = "none"
	VerifyIdentifications VerificationRule = "identifications"
	VerifyEverything      VerificationRule = "all"
)

// VerificationRules returns the rules, in the order in which they are shown.
func VerificationRules() []VerificationRule {
	return []VerificationRule{VerifyNothing, VerifyIdentifications, VerifyEverything}
}

// Asks reports whether the rule wants a conclusion of that level verified. An identification is a level with that id, or where
// the scale has none, its first.
func (r VerificationRule) Asks(scale ConclusionScale, level string) bool {
	switch r {
	case VerifyEverything:
		return true
	case VerifyIdentifications:
		if _, ok := scale.Level("identification"); ok {
			return level == "identification"
		}
		return len(scale.Levels) > 0 && level == scale.Levels[0].ID
	}
	return false
}

// VerificationItem is a verification as a list shows it. To whoever is still to answer it, Conclusion is nil, the names are empty and
// the labels say nothing.
type VerificationItem struct {
	Verification Verification      `json:"verification"`
	State        VerificationState `json:"state"`
	Number       int               `json:"comparison_number,omitempty"` // of the comparison that was concluded from
	OwnNumber    int               `json:"own_comparison_number"`       // of the verifier's
	Conclusion   *Conclusion       `json:"conclusion,omitempty"`
	ByName       string            `json:"by_name,omitempty"` // who concluded
	VerifierName string            `json:"verifier_name,omitempty"`
	LabelA       string            `json:"label_a"`
	LabelB       string            `json:"label_b"`
	Mine         bool              `json:"mine,omitempty"`       // it waits for the person at the desk
	May          []StepKind        `json:"may,omitempty"`        // the steps that the person at the desk may take now
	StepNames    []string          `json:"step_names,omitempty"` // who recorded each of Verification.Steps
}

// WaitingVerification is a verification of a known case that waits for the person at the desk.
type WaitingVerification struct {
	CasePath     string    `json:"case_path"`
	CaseNumber   string    `json:"case_number"`
	Number       int       `json:"number"`
	ComparisonID string    `json:"comparison_id"` // to look at, without labels and figures
	Created      time.Time `json:"created"`
}
