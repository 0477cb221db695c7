package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"tracemark/casefile"
)

// The record of custody: of one exhibit or of many, who had it, when, where and why, under which seals and in which condition, who has it now, and what
// of it does not fit. It reports no results.

// SubjectCustody is one exhibit or more with their chains of custody: Facts.Custody.
const SubjectCustody Subject = "custody"

// checkCustody refuses records that do not belong together.
func (f Facts) checkCustody() error {
	bad := func(format string, args ...any) error {
		return &casefile.Error{Code: casefile.Invalid, What: "The record of custody cannot be made: %[1]s", Do: "Choose the exhibits again", Args: []any{casefile.Sentence{Format: format, Args: args}}}
	}
	switch {
	case f.ReportID == "":
		return bad("it has no report id")
	case f.Issued.IsZero():
		return bad("it has no time of issue")
	case len(f.Custody) == 0:
		return bad("it is of no exhibit")
	}
	seen := map[string]bool{}
	for _, r := range f.Custody {
		if r.Exhibit.ID == "" || r.State.ExhibitID != r.Exhibit.ID {
			return bad("the chain of %[1]s is of another exhibit", r.Exhibit.Label)
		}
		if seen[r.Exhibit.ID] {
			return bad("it has exhibit %[1]s twice", r.Exhibit.Label)
		}
		seen[r.Exhibit.ID] = true
	}
	return nil
}

// custodyParts are the parts of the record of custody.
func custodyParts() map[string]part {
	of := []Subject{SubjectCustody}
	return map[string]part{"custody-head": {custodyHead, of}, "custody-overview": {custodyOverview, of}, "custody-chains": {custodyChains, of}}
}

func custodyHead(b *builder) Section {
	f := b.f
	var labels []string
	for _, r := range f.Custody {
		labels = append(labels, b.stated(r.Exhibit.Label))
	}
	address := f.Agency.Address
	if address == "" && b.head != nil {
		address = strings.Join(b.head.Lines, ", ")
	}
	pairs := []Pair{
		b.must("b", b.Say("Agency"), b.agencyName()), b.must("b", b.Say("Address"), address),
		b.pair(b.Say("Case"), beside(" – ", b.stated(f.Case.Number), f.Case.Title)),
		b.must("g", b.Say("Items"), strings.Join(labels, ", ")),
		{Name: b.Say("Report id"), Value: f.ReportID, Mono: true, Meets: []Obligation{"d"}},
		b.issued(), b.pair(b.Say("Made by"), b.Person(f.Examiner)),
	}
	if f.Statements.Customer != "" {
		pairs = append(pairs, b.must("e", b.Say("Asked for by"), f.Statements.Customer), b.must("e", b.Say("Customer's contact"), f.Statements.Contact))
	}
	if f.Statements.Place != "" {
		pairs = append(pairs, b.must("c", b.Say("Performed at"), f.Statements.Place))
	}
	return Section{Blocks: []Block{{Pairs: pairs}, {Kind: Limit, Meets: []Obligation{"l"}, Paragraph: b.Say("This record speaks only of the items named here, by what the case has on record. Times are UTC; when something " +
		"happened is as the parties stated it, when it was recorded is by the clock of the workstation.")}}}
}

// custodyOverview lists several exhibits with who has them now. Of one exhibit the chain says the same.
func custodyOverview(b *builder) Section {
	if len(b.f.Custody) < 2 {
		return Section{}
	}
	t := &Table{Columns: []Column{{Title: b.Say("Item"), Share: 1.1}, {Title: b.Say("Kind"), Share: 1.1}, {Title: b.Say("Held by"), Share: 1.4}, {Title: b.Say("Since"), Share: 1.6},
		{Title: b.Say("Place"), Share: 1.1}, {Title: b.Say("Seals"), Share: 1.1}, {Title: b.Say("Events"), Share: 0.6, Right: true}, {Title: b.Say("Do not fit"), Share: 0.6, Right: true}}}
	for _, r := range b.f.Custody {
		t.Rows = append(t.Rows, []string{b.stated(r.Exhibit.Label), b.stated(b.Term(string(r.Exhibit.Kind))), b.holder(r), b.since(r.State), orDash(r.State.Place), b.sealList(r.State.Seals),
			strconv.Itoa(len(r.Links)), strconv.Itoa(r.State.Broken)})
	}
	return Section{Heading: b.Say("The items now"), Blocks: []Block{{Table: t}}}
}

// custodyChains tells of each exhibit by itself.
func custodyChains(b *builder) Section {
	s := Section{Heading: b.Say("Chain of custody")}
	for _, r := range b.f.Custody {
		if len(b.f.Custody) > 1 {
			s.Blocks = append(s.Blocks, Block{Heading: b.Say("Item %s", b.stated(r.Exhibit.Label))})
		}
		s.Blocks = append(s.Blocks, b.chain(r)...)
	}
	return s
}

func (b *builder) chain(r casefile.CustodyRecord) []Block {
	blocks := []Block{{Pairs: b.itemNow(r)}}
	if len(r.Links) == 0 {
		return append(blocks, Block{Kind: Limit, Paragraph: b.Say("No chain of custody of this item is on record here.")})
	}
	blocks = append(blocks, Block{Table: b.chainTable(r)})
	blocks = append(blocks, b.misfits(r)...)
	return append(blocks, b.corrections(r)...)
}

// itemNow identifies the exhibit and says how things are.
func (b *builder) itemNow(r casefile.CustodyRecord) []Pair {
	e, now := r.Exhibit, r.State
	received, condition := b.receipt(slices.DeleteFunc(slices.Clone(r.Links), func(l casefile.CustodyLink) bool { return l.Event.Void }))
	pairs := []Pair{
		b.must("g", b.Say("Kind"), b.Term(string(e.Kind))), b.pair(b.Say("Description"), b.stated(oneLine(e.Description))),
		b.must("h", b.Say("Received"), first(received, oneLine(b.f.Statements.Received))),
		b.must("g", b.Say("Condition when received"), first(condition, oneLine(b.f.Statements.Condition))),
	}
	if len(b.f.Custody) < 2 { // of several the overview says it
		pairs = append(pairs, b.pair(b.Say("Held by"), b.holder(r)), b.pair(b.Say("Since"), b.since(now)), b.pair(b.Say("Place"), b.stated(now.Place)), b.pair(b.Say("Seals"), b.sealList(now.Seals)))
	}
	if now.Condition != "" {
		pairs = append(pairs, b.pair(b.Say("Condition last seen"), oneLine(now.Condition)))
	}
	if now.Quantity != nil {
		pairs = append(pairs, b.pair(b.Say("Pieces"), strconv.Itoa(*now.Quantity)))
	}
	if now.Due != "" {
		pairs = append(pairs, b.pair(b.Say("Lent, due back"), now.Due))
	}
	return append(pairs, Pair{Name: b.Say("Exhibit id"), Value: e.ID, Mono: true})
}

// holder says who has the exhibit, with what it goes, or that there is nothing left of it.
func (b *builder) holder(r casefile.CustodyRecord) string {
	now := r.State
	switch {
	case !now.Known:
		return b.Say(notKnown)
	case now.Gone != "":
		return b.Say("nobody: %s", b.custodyKind(now.Gone))
	case now.With != "":
		return b.Say("%[1]s, with item %[2]s", b.party(now.Holder), b.stated(r.Labels[now.With], now.With))
	}
	return b.party(now.Holder)
}

func (b *builder) since(now casefile.CustodyState) string {
	if !now.Known {
		return b.Say(notKnown)
	}
	return b.minute(now.Since)
}

// minute writes a time as it was stated: mostly to the minute.
func (b *builder) minute(t time.Time) string {
	if t.IsZero() {
		return b.Say(notStated)
	}
	return t.UTC().Format("2006-01-02 15:04")
}

func (b *builder) sealList(seals []string) string {
	if len(seals) == 0 {
		return b.Say("none")
	}
	return strings.Join(seals, ", ")
}

// chainTable lists everything that happened, what did not happen after all too.
func (b *builder) chainTable(r casefile.CustodyRecord) *Table {
	t := &Table{Columns: []Column{{Title: b.Say("No."), Share: 0.4}, {Title: b.Say("When (UTC)"), Share: 1.1}, {Title: b.Say("What happened"), Share: 1}, {Title: b.Say("From"), Share: 1.8},
		{Title: b.Say("To"), Share: 1.8}, {Title: b.Say("Place and reason"), Share: 1.4}, {Title: b.Say("Seals, state"), Share: 1.5}, {Title: b.Say("Recorded (UTC)"), Share: 1.2}}}
	for _, l := range r.Links {
		e := l.Event
		number := strconv.Itoa(e.Number)
		if l.Of != "" {
			number = b.stated(r.Labels[l.Of], l.Of) + "/" + number
		}
		what := b.custodyKind(e.Kind)
		if e.Due != "" {
			what = b.Say("%[1]s, due back %[2]s", what, e.Due)
		}
		if e.Void {
			what = b.Say("DID NOT HAPPEN: %[1]s (%[2]s)", what, b.stated(oneLine(e.Reason)))
		}
		t.Rows = append(t.Rows, []string{number, b.minute(e.Happened), what, b.partyShown(e.From), b.partyShown(e.To), orDash(join("; ", e.Place, oneLine(e.Why))), orDash(b.sealsAndState(e)),
			join(", ", b.minute(e.Created), r.Names[e.By])})
	}
	return t
}

// partyShown names a party, with what was shown, and whether it is known to have been they.
func (b *builder) partyShown(p casefile.Party) string {
	if !p.Known() {
		return "–"
	}
	parts := []string{p.Text()}
	if p.Document != "" {
		parts = append(parts, b.Say("document %s", p.Document))
	}
	switch p.Proof {
	case casefile.ByPassphrase:
		parts = append(parts, b.Say("authenticated by passphrase"))
	case casefile.BySession:
		parts = append(parts, b.Say("signed in"))
	default:
		parts = append(parts, b.Say("not authenticated here"))
	}
	return strings.Join(parts, ", ")
}

// sealsAndState says the seals as found and left, the condition and the number of pieces.
func (b *builder) sealsAndState(e casefile.CustodyEvent) string {
	var parts []string
	same := slices.Equal(slices.Sorted(slices.Values(e.SealsBefore)), slices.Sorted(slices.Values(e.SealsAfter)))
	switch {
	case same && len(e.SealsAfter) > 0:
		parts = append(parts, b.Say("sealed: %s", strings.Join(e.SealsAfter, ", ")))
	case !same:
		parts = append(parts, b.Say("seals found: %[1]s; afterwards: %[2]s", b.sealList(e.SealsBefore), b.sealList(e.SealsAfter)))
	}
	if broken := e.SealsBroken(); len(broken) > 0 {
		parts = append(parts, b.Say("seals broken: %s", strings.Join(broken, ", ")))
	}
	if e.Condition != "" {
		parts = append(parts, oneLine(e.Condition))
	}
	if e.Quantity != nil {
		parts = append(parts, b.Count(*e.Quantity, "%d piece", "%d pieces", *e.Quantity))
	}
	return strings.Join(parts, "; ")
}

// misfits says what of the chain does not fit, or that everything does.
func (b *builder) misfits(r casefile.CustodyRecord) []Block {
	t := &Table{Columns: []Column{{Title: b.Say("No."), Share: 0.4}, {Title: b.Say("What does not fit"), Share: 3}, {Title: b.Say("Explanation on record"), Share: 2}}}
	for _, l := range r.Links {
		if len(l.Breaks) > 0 {
			var said []string
			for _, x := range l.Breaks {
				said = append(said, b.Sentence(x))
			}
			t.Rows = append(t.Rows, []string{strconv.Itoa(l.Event.Number), strings.Join(said, "; "), b.stated(oneLine(l.Event.Explanation))})
		}
	}
	if len(t.Rows) == 0 {
		return []Block{{Paragraph: b.Say("Nothing in this chain of custody contradicts itself. What nobody recorded it cannot show.")}}
	}
	return []Block{{Kind: Limit, Notice: &Notice{Kind: NoticeWarning, Title: b.Say("What does not fit the chain of custody"), Text: []string{
		b.Count(len(t.Rows), "%d event does not fit the others.", "%d events do not fit the others.", len(t.Rows))}}}, {Table: t}}
}

// corrections shows what was said of events before they were corrected.
func (b *builder) corrections(r casefile.CustodyRecord) []Block {
	t := &Table{Columns: []Column{{Title: b.Say("No."), Share: 0.5}, {Title: b.Say("Version"), Share: 0.6}, {Title: b.Say("What it said"), Share: 4}, {Title: b.Say("Recorded (UTC)"), Share: 1.2}}}
	for _, l := range r.Links {
		versions := slices.SortedFunc(slices.Values(l.Earlier), func(x, y casefile.CustodyEvent) int { return cmp.Compare(x.Version, y.Version) })
		for _, e := range versions {
			said := join("; ", b.minute(e.Happened), b.custodyKind(e.Kind), b.Say("from %s", b.party(e.From)), b.Say("to %s", b.party(e.To)), e.Place, oneLine(e.Why), b.sealsAndState(e), oneLine(e.Explanation))
			t.Rows = append(t.Rows, []string{strconv.Itoa(e.Number), strconv.Itoa(e.Version), said, join(", ", b.minute(e.Created), r.Names[e.By])})
		}
		if e := l.Event; e.Version > 1 {
			t.Rows = append(t.Rows, []string{strconv.Itoa(e.Number), strconv.Itoa(e.Version), b.Say("corrected: %s", b.stated(oneLine(e.Reason))), join(", ", b.minute(e.Created), r.Names[e.By])})
		}
	}
	if len(t.Rows) == 0 {
		return nil
	}
	return []Block{{Heading: b.Say("Corrections")}, {Paragraph: b.Say("Nothing is taken back: what was recorded first stands here, and what took its place.")}, {Table: t}}
}
