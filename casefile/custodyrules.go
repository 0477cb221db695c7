package casefile

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// The bounds of what a custody event says, in characters and numbers. A seal's number is what is printed on it.
const (
	MaxCustodyName = 200
	MaxCustodyText = 2000
	MaxSealNumber  = 60
	MaxSeals       = 30
	MaxPieces      = 1_000_000
)

// Check returns what is wrong with e by itself, at the time now. Whether it fits the events before it is another question, which
// a reason can answer: see Custodies.Irregular.
func (e CustodyEvent) Check(now time.Time) error {
	if !slices.Contains(CustodyKinds(), e.Kind) {
		return &Error{Code: Invalid, What: "There is no custody event called %[1]q", Args: []any{string(e.Kind)}}
	}
	if e.Void {
		return nil // it says nothing more
	}
	return cmp.Or(e.checkTime(now), e.checkParties(), e.checkTexts(), e.checkSeals(), e.checkNumbers())
}

func (e CustodyEvent) checkTime(now time.Time) error {
	switch {
	case e.Happened.IsZero():
		return &Error{Code: Invalid, What: "The custody event does not say when it happened", Do: "Give date and time"}
	case e.Happened.After(now):
		return &Error{Code: Invalid, What: "The custody event lies in the future", Do: "Record it when it has happened, or correct date and time"}
	case e.Happened.Year() < 1900:
		return &Error{Code: Invalid, What: "The custody event lies too long ago", Do: "Correct its date"}
	}
	return nil
}

func (e CustodyEvent) checkParties() error {
	switch {
	case !e.From.Known() && e.Kind != Seized:
		return &Error{Code: Invalid, What: "The custody event does not say who had the exhibit", Do: "Name the person"}
	case e.Kind.Transfers() && !e.To.Known():
		return &Error{Code: Invalid, What: "The custody event does not say who received the exhibit", Do: "Name the person"}
	case !e.Kind.Transfers() && e.Kind != PutBack && e.To.Known():
		return &Error{Code: Invalid, What: "An exhibit that is %[1]s is not passed to anybody", Do: "Record a hand-over of its own", Args: []any{e.Kind}}
	case e.To.Known() && e.To.Same(e.From) && e.Kind != BookedIn:
		return &Error{Code: Invalid, What: "The exhibit is passed from a person to the same person", Do: "Name two persons, or record that it was stored"}
	}
	if e.From.Known() && e.Kind != Seized { // whom something is taken from may have nothing to show
		if err := e.From.check(); err != nil {
			return err
		}
	}
	if e.To.Known() {
		return e.To.check()
	}
	return nil
}

// check makes sure that a party is named well enough to be found again.
func (p Party) check() error {
	for _, text := range []string{p.Name, p.Organisation, p.Document} {
		if !oneLine(text, MaxCustodyName) {
			return &Error{Code: Invalid, What: "The name %[1]q is too long or has characters that cannot be shown", Do: "Correct it", Args: []any{text}}
		}
	}
	if p.Outside() && (strings.TrimSpace(p.Organisation) == "" || strings.TrimSpace(p.Document) == "") {
		return &Error{Code: Invalid, What: "%[1]s is nobody of this workstation", Do: "Give the organisation and the number of the document that was shown",
			Args: []any{p.Name}}
	}
	if p.Outside() && p.Proof != NotAuthenticated {
		return &Error{Code: Invalid, What: "Somebody from outside cannot be authenticated here"}
	}
	return nil
}

func (e CustodyEvent) checkTexts() error {
	moves := e.Kind.Transfers() || e.Kind == Stored || e.Kind == Separated
	switch {
	case strings.TrimSpace(e.Place) == "" && moves:
		return &Error{Code: Invalid, What: "The custody event does not say where the exhibit is afterwards", Do: "Give the place"}
	case strings.TrimSpace(e.Why) == "" && e.Kind != Stored:
		return &Error{Code: Invalid, What: "The custody event does not say why", Do: "Give the reason"}
	case !oneLine(e.Place, MaxCustodyName):
		return &Error{Code: Invalid, What: "The place is too long or has characters that cannot be shown", Do: "Correct it"}
	}
	for _, text := range []string{e.Why, e.Condition, e.Explanation, e.Reason} {
		if utf8.RuneCountInString(text) > MaxCustodyText || !utf8.ValidString(text) {
			return &Error{Code: Invalid, What: "A text of the custody event is longer than %[1]d characters", Do: "Shorten it", Args: []any{MaxCustodyText}}
		}
	}
	return nil
}

func (e CustodyEvent) checkSeals() error {
	for _, seals := range [][]string{e.SealsBefore, e.SealsAfter} {
		if len(seals) > MaxSeals {
			return &Error{Code: Invalid, What: "There are more than %[1]d seals", Do: "Give fewer", Args: []any{MaxSeals}}
		}
		for i, s := range seals {
			if strings.TrimSpace(s) == "" || strings.Contains(s, ",") || !oneLine(s, MaxSealNumber) {
				return &Error{Code: Invalid, What: "%[1]q is no number of a seal", Do: "Give what is printed on it, without commas", Args: []any{s}}
			}
			if slices.Contains(seals[:i], s) {
				return &Error{Code: Invalid, What: "The seal %[1]s is named twice", Do: "Name it once", Args: []any{s}}
			}
		}
	}
	if e.Kind == Sealed && len(e.SealsAfter) == 0 {
		return &Error{Code: Invalid, What: "The exhibit is sealed without a seal", Do: "Give the new seal's number"}
	}
	return nil
}

func (e CustodyEvent) checkNumbers() error {
	if e.Quantity != nil && (*e.Quantity < 0 || *e.Quantity > MaxPieces) {
		return &Error{Code: Invalid, What: "%[1]d is no number of pieces", Do: "Give how many there are afterwards", Args: []any{*e.Quantity}}
	}
	if (e.Kind == Lent) != (e.Due != "") {
		return &Error{Code: Invalid, What: "A loan, and nothing else, has a date on which the exhibit is due back", Do: "Give the date of a loan, as 2026-12-31"}
	}
	if e.Due == "" {
		return nil
	}
	due, err := time.Parse(DueForm, e.Due)
	if err != nil {
		return &Error{Code: Invalid, What: "%[1]q is no date", Do: "Write it as 2026-12-31", Args: []any{e.Due}, Cause: err}
	}
	if due.Before(e.Happened.AddDate(0, 0, -1)) { // a day for the zones
		return &Error{Code: Invalid, What: "The exhibit is due back before it was lent", Do: "Correct the dates"}
	}
	return nil
}

// CheckPlace returns why e cannot happen to an exhibit that is in the state before: parent is the label of the exhibit that it came
// from.
func (s CustodyState) CheckPlace(e CustodyEvent, parent string) error {
	switch {
	case e.Void:
	case e.Kind == Separated && s.With == "":
		return &Error{Code: Refused, What: "The exhibit does not go with another", Do: "Record what happened to it by itself"}
	case e.Kind == PutBack && s.With != "":
		return &Error{Code: Refused, What: "The exhibit goes with %[1]s already", Args: []any{parent}}
	case e.Kind == PutBack && parent == "":
		return &Error{Code: Refused, What: "The exhibit did not come from another", Do: "Record where it was stored"}
	case s.With != "" && e.Kind != Separated && (s.Known || !e.Kind.Begins()):
		return &Error{Code: Refused, What: "The exhibit goes with %[1]s, and what happens to that happens to it", Args: []any{parent},
			Do: "Record that it was separated first, or the event on %[1]s"}
	}
	return nil
}

// oneLine reports whether text has no more than n characters and none that break a line or cannot be seen.
func oneLine(text string, n int) bool {
	return utf8.ValidString(text) && utf8.RuneCountInString(text) <= n && !strings.ContainsFunc(text, unicode.IsControl)
}
