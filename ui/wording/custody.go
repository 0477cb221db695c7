package wording

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
)

// CustodyKind names what happened to an exhibit.
func CustodyKind(k casefile.CustodyKind) string {
	switch k {
	case casefile.Seized:
		return lang.L("Seized")
	case casefile.BookedIn:
		return lang.L("Booked in")
	case casefile.HandedOver:
		return lang.L("Handed over")
	case casefile.Lent:
		return lang.L("Lent")
	case casefile.Returned:
		return lang.L("Returned")
	case casefile.Stored:
		return lang.L("Stored")
	case casefile.Opened:
		return lang.L("Opened")
	case casefile.Sealed:
		return lang.L("Sealed")
	case casefile.Consumed:
		return lang.L("Used up")
	case casefile.Destroyed:
		return lang.L("Destroyed")
	case casefile.Separated:
		return lang.L("Separated")
	case casefile.PutBack:
		return lang.L("Put back")
	}
	return string(k)
}

// Party names a party to a custody event.
func Party(p casefile.Party) string {
	if !p.Known() {
		return lang.L("nobody known")
	}
	return p.Text()
}

// PartyProof says how a party was authenticated.
func PartyProof(p casefile.Party) string {
	switch {
	case !p.Known():
		return ""
	case p.Proof == casefile.ByPassphrase:
		return lang.L("authenticated by passphrase")
	case p.Proof == casefile.BySession:
		return lang.L("signed in")
	case p.Document != "":
		return lang.L("showed {{.Document}}; not authenticated here", map[string]any{"Document": p.Document})
	}
	return lang.L("not authenticated here")
}

// Holder says in a line who has an exhibit and where it is.
func Holder(s casefile.CustodyState) string {
	switch {
	case !s.Known:
		return lang.L("no custody recorded")
	case s.Gone != "":
		return CustodyKind(s.Gone)
	}
	return Lines(s.Holder.Name, s.Place)
}

// Overdue says for how long an exhibit should have been back, "" where it need not be.
func Overdue(s casefile.CustodyState, now time.Time) string {
	if n := s.OverdueDays(now); n > 0 {
		return lang.L("overdue since {{.Due}}: {{.Days}}", map[string]any{"Due": s.Due, "Days": Count(n, lang.L("day"), lang.L("days"))})
	}
	return ""
}

// Seals names seals, or says that there are none.
func Seals(list []string) string {
	if len(list) == 0 {
		return lang.L("none")
	}
	return strings.Join(list, ", ")
}
