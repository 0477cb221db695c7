package casefile

import (
	"slices"
	"strings"
)

// ReportParties are the people whose work a report states.
type ReportParties struct {
	Examiner string   `json:"examiner"`         // who concluded; of a verification record, the verifier; of notes and of a custody record, their author
	Others   []string `json:"others,omitempty"` // the verifiers; of a verification record, who had concluded
}

// Who may take which step, whatever their role:
//
//   - the author or the examiner writes, submits and withdraws it. Everybody who wrote a version is an author;
//   - the technical reviewer neither wrote the report nor did any of the work in it. That includes the verification: technical review
//     asks whether the records support what the report says, of which the verification is a part, and nobody reviews their own work
//     (ISO/IEC 17025:2017, 6.2.6 and 7.7.1, leave who reviews to the laboratory). Some laboratories let the verifier do both; this
//     program does not, so that a report always shows two who looked beside the examiner: one blind, one at everything;
//   - the administrative reviewer is not an author nor the examiner; verifier and technical reviewer may be;
//   - the authoriser is not an author nor the examiner;
//   - the examiner signs first, then a verifier if they will, and whoever authorised it. The examiner's and the authoriser's
//     signature are both needed;
//   - it is issued by an author, the examiner or whoever authorised it.

// MayStep returns why the person with the id by may not take a step with the report now, nil where they may. Whether their role
// allows it is asked elsewhere: see StepAction. For a signature see also SigningAs.
func MayStep(r Report, p ReportParties, kind ReportStepKind, by string) error {
	if err := inState(r, kind); err != nil {
		return err
	}
	own := by == p.Examiner || slices.Contains(r.Authors(), by)
	refused := func(what, do string) error { return &Error{Code: Refused, What: what, Do: do} }
	switch kind {
	case ReportSubmitted:
		if !own {
			return refused("Only the author or the examiner submits a report", "Let one of them submit it")
		}
	case ReportTechnical:
		if own {
			return refused("Nobody reviews their own report", "Ask somebody who neither wrote it nor examined")
		}
		if slices.Contains(p.Others, by) {
			return refused("Whoever did part of the work in a report does not review it technically", "Ask somebody who had no part in it; an administrative review is possible")
		}
	case ReportAdministrative:
		if own {
			return refused("Nobody reviews their own report", "Ask somebody who neither wrote it nor examined")
		}
	case ReportReturned:
		if own {
			return refused("Nobody returns their own report", "Make a new version of it")
		}
	case ReportAuthorised:
		if own {
			return refused("A report is authorised by another person than its author and its examiner", "Ask an authoriser")
		}
	case ReportSigned:
		_, err := SigningAs(r, p, by)
		return err
	case ReportIssued, ReportWithdrawn:
		if a, ok := r.Last(ReportAuthorised); !own && (!ok || a.By != by) {
			return refused("This is for the author, the examiner or whoever authorised the report", "Let one of them do it")
		}
	}
	return nil
}

// from are the states that a step can be taken in.
var from = map[ReportStepKind][]ReportState{
	ReportSubmitted:      {ReportStateDraft},
	ReportTechnical:      {ReportStateSubmitted},
	ReportAdministrative: {ReportStateTechnical},
	ReportAuthorised:     {ReportStateReviewed},
	ReportReturned:       {ReportStateSubmitted, ReportStateTechnical, ReportStateReviewed, ReportStateAuthorised},
	ReportSigned:         {ReportStateAuthorised, ReportStateSigning, ReportStateSigned},
	ReportIssued:         {ReportStateSigned},
	ReportWithdrawn: {ReportStateDraft, ReportStateReturned, ReportStateSubmitted, ReportStateTechnical, ReportStateReviewed, ReportStateAuthorised,
		ReportStateSigning, ReportStateSigned},
}

func inState(r Report, kind ReportStepKind) error {
	state := r.State()
	allowed, known := from[kind]
	switch {
	case !known:
		return &Error{Code: Invalid, What: "There is no such step of a report"}
	case slices.Contains(allowed, state):
		return nil
	case state == ReportStateIssued:
		return &Error{Code: Refused, What: "Report %[1]d is issued: nothing of it changes any more", Do: "Amend it: that is a new report, which names this one", Args: []any{r.Number}}
	case state == ReportStateWithdrawn:
		return &Error{Code: Refused, What: "Report %[1]d was withdrawn", Do: "Begin another one", Args: []any{r.Number}}
	case state == ReportStateReturned && kind == ReportSubmitted:
		return &Error{Code: Conflict, What: "Report %[1]d was returned: it needs a new version first", Do: "Change what was asked for, then submit it", Args: []any{r.Number}}
	}
	return &Error{Code: Conflict, What: "This step does not come next for report %[1]d, whose state is: %[2]s", Do: "Next it is to be %[3]s",
		Args: []any{r.Number, Word(state), following[state]}}
}

// following is the step that a report waits for in each state.
var following = map[ReportState]Word{
	ReportStateDraft: Word("submitted"), ReportStateReturned: Word("submitted"), ReportStateSubmitted: Word("reviewed technically"),
	ReportStateTechnical: Word("reviewed administratively"), ReportStateReviewed: Word("authorised"), ReportStateAuthorised: Word("signed"),
	ReportStateSigning: Word("signed"), ReportStateSigned: Word("issued"),
}

// SigningAs returns as whom the person with the id by may sign the report now, or why they may not.
func SigningAs(r Report, p ReportParties, by string) (Capacity, error) {
	if err := inState(r, ReportSigned); err != nil {
		return "", err
	}
	signed := map[Capacity]bool{}
	for _, s := range r.Steps {
		if s.Kind != ReportSigned || s.Version != r.Current().Version {
			continue
		}
		if s.By == by {
			return "", &Error{Code: Conflict, What: "You have signed this report already", Do: "Let the others sign, or issue it"}
		}
		signed[s.Capacity] = true
	}
	authorised, _ := r.Last(ReportAuthorised)
	switch {
	case by == p.Examiner:
		return SignsAsExaminer, nil
	case !signed[SignsAsExaminer]:
		return "", &Error{Code: Conflict, What: "The examiner signs first", Do: "Wait for the examiner's signature"}
	case by == authorised.By:
		return SignsAsAuthoriser, nil
	case slices.Contains(p.Others, by) && r.Kind != ReportOfVerification:
		return SignsAsVerifier, nil
	}
	return "", &Error{Code: Refused, What: "A report is signed by its examiner, its verifiers and whoever authorised it", Do: "Let them sign"}
}

// MayChange returns why the person with the id by may not write a new version of the report now, nil where they may. A new version
// takes back every step that was taken on the one before; once somebody has signed it, it is too late for that.
func MayChange(r Report, p ReportParties, by string) error {
	switch state := r.State(); {
	case state == ReportStateSigning || state == ReportStateSigned:
		return &Error{Code: Refused, What: "Somebody has signed report %[1]d: it is not changed any more", Do: "Withdraw it and begin another one", Args: []any{r.Number}}
	case state.Ended():
		return inState(r, ReportSubmitted)
	case by != p.Examiner && !slices.Contains(r.Authors(), by):
		return &Error{Code: Refused, What: "Only the author or the examiner changes a report", Do: "Return it with what is to be changed"}
	}
	return nil
}

// NeedsText reports whether a step is not taken without saying why.
func (k ReportStepKind) NeedsText() bool { return k == ReportReturned || k == ReportWithdrawn }

// RestsOnText reports whether a step is taken on what the report says, so that it is refused where that has changed.
func (k ReportStepKind) RestsOnText() bool { return !k.NeedsText() }

// CheckStep returns why a step cannot be recorded as it is, nil where it can: the digests and hashes of it. MayStep says who and when.
func CheckStep(r Report, s ReportStep) error {
	bad := func(what, do string) error { return &Error{Code: Invalid, What: what, Do: do} }
	switch {
	case s.Kind.NeedsText() && strings.TrimSpace(s.Text) == "":
		return bad("This step needs its reason", "Say why")
	case s.Kind.RestsOnText() && s.Content == "":
		return bad("The step does not say what it was taken on", "Take it again")
	case s.Kind.RestsOnText() && s.Kind != ReportSubmitted && s.Content != r.Reviewed():
		return &Error{Code: Conflict, What: "What report %[1]d says has changed since it was submitted", Do: "Let its author look at it, make a new version and submit that", Args: []any{r.Number}}
	case (s.Kind == ReportSigned || s.Kind == ReportIssued) == (s.FileSHA256 == ""):
		return bad("Signatures and the issue of a report name the file, other steps none", "Take the step again")
	}
	if s.Kind == ReportIssued {
		if last, ok := r.Last(ReportSigned); !ok || last.FileSHA256 != s.FileSHA256 {
			return bad("What is issued is not what was signed", "Issue the signed file")
		}
	}
	return nil
}

// StepAction returns the actions of which a role must allow one for a step. For a signature it depends on the capacity.
func StepAction(kind ReportStepKind, c Capacity) []Action {
	switch kind {
	case ReportTechnical, ReportAdministrative:
		return []Action{ReviewReport}
	case ReportReturned:
		return []Action{ReviewReport, AuthoriseReport}
	case ReportAuthorised:
		return []Action{AuthoriseReport}
	case ReportIssued, ReportWithdrawn:
		return []Action{IssueReport, AuthoriseReport}
	case ReportSigned:
		switch c {
		case SignsAsVerifier:
			return []Action{VerifyConclusion}
		case SignsAsAuthoriser:
			return []Action{AuthoriseReport}
		}
		return []Action{IssueReport, VerifyConclusion} // the examiner, who of a verification record is the verifier
	}
	return []Action{IssueReport}
}
