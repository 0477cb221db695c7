package casefile

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Custodies works out the custody of exhibits from their events. An exhibit that came from another goes with it: what happens to
// the one happens to the other, until it is Separated from it or where its own chain begins by itself (it was booked in
// separately, say), and again once it is PutBack.
type Custodies struct {
	parent map[string]string
	own    map[string][]*CustodyEvent  // the versions that count, in the order in which they happened
	was    map[eventKey][]CustodyEvent // the others
}

// NewCustodies takes a case's exhibits and the versions of their custody events, all of them or only those that count.
func NewCustodies(exhibits []Exhibit, versions []CustodyEvent) *Custodies {
	c := &Custodies{parent: map[string]string{}, own: map[string][]*CustodyEvent{}, was: map[eventKey][]CustodyEvent{}}
	for _, e := range exhibits {
		c.parent[e.ID] = e.ParentID
	}
	newest := map[eventKey]int{} // of those that were corrected
	for i := range versions {
		if v := &versions[i]; v.Version > 1 {
			newest[v.key()] = max(newest[v.key()], v.Version)
		}
	}
	for i := range versions {
		v := &versions[i]
		if n, corrected := newest[v.key()]; corrected && n != v.Version {
			c.was[v.key()] = append(c.was[v.key()], *v)
		} else {
			c.own[v.ExhibitID] = append(c.own[v.ExhibitID], v)
		}
	}
	for _, list := range c.own {
		if !slices.IsSortedFunc(list, byTime) {
			slices.SortStableFunc(list, byTime)
		}
	}
	for _, list := range c.was {
		slices.SortFunc(list, func(a, b CustodyEvent) int { return cmp.Compare(a.Version, b.Version) })
	}
	return c
}

// eventKey is what the versions of an event have in common.
type eventKey struct {
	exhibit string
	number  int
}

func (e *CustodyEvent) key() eventKey { return eventKey{e.ExhibitID, e.Number} }

// byTime orders events by when they happened. Those of one moment (times are often stated to the minute) stand as recorded.
func byTime(a, b *CustodyEvent) int {
	return cmp.Or(a.Happened.Compare(b.Happened), cmp.Compare(a.Number, b.Number))
}

// deepest bounds how many exhibits one after the other came from one another, in case references run in a circle.
const deepest = 64

// standsAlone reports whether the exhibit's own chain begins by itself: its first event that counts is a beginning.
func (c *Custodies) standsAlone(id string) bool {
	own := c.own[id]
	i := slices.IndexFunc(own, func(e *CustodyEvent) bool { return !e.Void })
	return c.parent[id] == "" || i >= 0 && own[i].Kind.Begins()
}

// links returns what happened to the exhibit, in order, its own and its parent's while it went with it; with says whether it
// goes with it at the end.
func (c *Custodies) links(id string, depth int) (out []step, with bool) {
	parent, own := c.parent[id], c.own[id]
	var above []step
	if parent != "" && depth < deepest {
		above, _ = c.links(parent, depth+1)
	}
	with = !c.standsAlone(id)
	out = make([]step, 0, len(above)+len(own))
	for len(above) > 0 || len(own) > 0 {
		if len(above) == 0 || len(own) > 0 && earlier(own[0], above[0].event) {
			e := own[0]
			own = own[1:]
			out = append(out, step{event: e})
			if !e.Void && (e.Kind == Separated || e.Kind == PutBack) {
				with = e.Kind == PutBack && parent != ""
			}
			continue
		}
		a := above[0]
		above = above[1:]
		if with {
			a.of = cmp.Or(a.of, parent)
			out = append(out, a)
		}
	}
	return out, with
}

// earlier reports whether a, of one exhibit, comes before b, of another.
func earlier(a, b *CustodyEvent) bool {
	return cmp.Or(a.Happened.Compare(b.Happened), a.Created.Compare(b.Created)) < 0
}

// step is an event of a chain; of is the exhibit that it happened to where that is another.
type step struct {
	event *CustodyEvent
	of    string
}

// Of returns what happened to the exhibit with the id, in order, and how things are after it.
func (c *Custodies) Of(id string) ([]CustodyLink, CustodyState) {
	var links []CustodyLink
	state := c.follow(id, func(s step, breaks []Irregularity) {
		links = append(links, CustodyLink{Event: *s.event, Breaks: breaks, Of: s.of, Earlier: c.was[s.event.key()]})
	})
	return links, state
}

// State returns how things are for the exhibit with the id.
func (c *Custodies) State(id string) CustodyState {
	return c.follow(id, func(step, []Irregularity) {})
}

// follow goes through what happened to an exhibit, tells each of each event and what of it does not fit, and returns how things are.
func (c *Custodies) follow(id string, each func(step, []Irregularity)) CustodyState {
	steps, with := c.links(id, 0)
	state := CustodyState{ExhibitID: id}
	for _, s := range steps {
		if s.event.Void {
			each(s, nil)
			continue
		}
		var breaks []Irregularity
		if s.of == "" {
			breaks = state.breaks(s.event)
			if at := slices.IndexFunc(s.event.Irregular, func(x Irregularity) bool { return x.Kind == OutOfOrder }); at >= 0 {
				breaks = append(breaks, s.event.Irregular[at])
			}
			if len(breaks) > 0 {
				state.Broken++
			}
		}
		each(s, breaks)
		state.apply(s.event, s.of != "")
	}
	if with {
		state.With = c.parent[id]
	}
	return state
}

// Before returns how things were for the exhibit with the id just before e, which need not be recorded.
func (c *Custodies) Before(e CustodyEvent) CustodyState {
	links, _ := c.links(e.ExhibitID, 0)
	state := CustodyState{ExhibitID: e.ExhibitID}
	if !c.standsAlone(e.ExhibitID) {
		state.With = c.parent[e.ExhibitID]
	}
	for _, l := range links {
		at := l.event
		self := l.of == "" && at.Number == e.Number
		after := at.Happened.After(e.Happened) || at.Happened.Equal(e.Happened) && e.Number > 0 && l.of == "" && at.Number > e.Number
		if self || after || at.Void {
			continue
		}
		state.apply(at, l.of != "")
		switch {
		case l.of == "" && at.Kind == Separated:
			state.With = ""
		case l.of == "" && at.Kind == PutBack:
			state.With = c.parent[e.ExhibitID]
		}
	}
	return state
}

// Complete fills in what goes without saying: what does not move stays where it is, and what is put back is where the
// exhibit is that it came from, with whoever has that.
func (c *Custodies) Complete(e CustodyEvent) CustodyEvent {
	if parent := c.parent[e.ExhibitID]; e.Kind == PutBack && parent != "" {
		there := c.Before(CustodyEvent{ExhibitID: parent, Happened: e.Happened})
		e.Place, e.SealsAfter, e.To = there.Place, there.Seals, Party{}
		if there.Known && !there.Holder.Same(e.From) {
			e.To = there.Holder
		}
	}
	if e.Place == "" && !e.Kind.Transfers() && e.Kind != Stored {
		e.Place = c.Before(e).Place
	}
	return e
}

// With returns the custodies as they are once e is recorded, as a new event or as the next version of one.
func (c *Custodies) With(e CustodyEvent) *Custodies {
	next := &Custodies{parent: c.parent, own: map[string][]*CustodyEvent{}, was: c.was}
	for id, list := range c.own {
		next.own[id] = list
	}
	list := slices.DeleteFunc(slices.Clone(c.own[e.ExhibitID]), func(o *CustodyEvent) bool { return o.Number == e.Number })
	list = append(list, &e)
	slices.SortStableFunc(list, byTime)
	next.own[e.ExhibitID] = list
	return next
}

// Irregular returns what does not fit if e, whose number is set, is recorded: itself, and what it would leave unfitting after it.
func (c *Custodies) Irregular(e CustodyEvent) []Irregularity {
	before := map[int][]Irregularity{}
	links, _ := c.Of(e.ExhibitID)
	var out []Irregularity
	for _, l := range links {
		if l.Of == "" {
			before[l.Event.Number] = l.Breaks
		}
	}
	after, _ := c.With(e).Of(e.ExhibitID)
	seen := false
	for _, l := range after {
		switch {
		case l.Of != "" || l.Event.Void && l.Event.Number != e.Number:
		case l.Event.Number == e.Number:
			seen = true
			out = append(out, slices.DeleteFunc(slices.Clone(l.Breaks), func(x Irregularity) bool { return x.Kind == OutOfOrder })...)
		case seen && len(l.Breaks) > len(before[l.Event.Number]):
			out = append(out, Irregularity{Kind: LaterUnfitting, Found: strconv.Itoa(l.Event.Number)})
		}
	}
	for _, l := range links {
		if !e.Void && l.Of == "" && !l.Event.Void && l.Event.Number < e.Number && l.Event.Happened.After(e.Happened) {
			return append(out, Irregularity{Kind: OutOfOrder, Found: strconv.Itoa(l.Event.Number)})
		}
	}
	return out
}

// breaks returns what of e does not fit the state before it.
func (s *CustodyState) breaks(e *CustodyEvent) (out []Irregularity) {
	add := func(k IrregularityKind, expected, found string) { out = append(out, Irregularity{k, expected, found}) }
	if s.Gone != "" {
		add(AfterEnd, string(s.Gone), "")
	}
	switch {
	case !s.Known && !e.Kind.Begins():
		add(NoBeginning, "", "")
	case s.Known && !e.From.Same(s.Holder):
		add(NotFromHolder, s.Holder.Text(), e.From.Text())
	}
	if s.Known && e.Kind != Separated && !sameSeals(s.Seals, e.SealsBefore) {
		add(SealsDiffer, strings.Join(s.Seals, ", "), strings.Join(e.SealsBefore, ", "))
	}
	if broken := e.SealsBroken(); len(broken) > 0 && !e.Kind.breaksSeals() {
		add(SealBroken, "", strings.Join(broken, ", "))
	}
	if s.Quantity != nil && e.Quantity != nil && *s.Quantity != *e.Quantity && !(e.Kind == Consumed && *e.Quantity < *s.Quantity) {
		add(CountDiffers, strconv.Itoa(*s.Quantity), strconv.Itoa(*e.Quantity))
	}
	return out
}

// apply brings the state up to after e, which happened to the exhibit itself or to the one that it goes with.
func (s *CustodyState) apply(e *CustodyEvent, inherited bool) {
	holder := s.Holder
	switch {
	case e.To.Known():
		s.Holder = e.To
	default:
		s.Holder = e.From // as stated: the break, if it is one, is noted
	}
	if !s.Known || !s.Holder.Same(holder) {
		s.Since = e.Happened
	}
	s.Known = true
	if e.Place != "" {
		s.Place = e.Place
	}
	s.Seals = e.SealsAfter
	switch {
	case e.Kind == Lent:
		s.Due, s.Lender = e.Due, e.From
	case e.Kind == Returned || e.Kind.Begins() || s.Due != "" && s.Holder.Same(s.Lender):
		s.Due, s.Lender = "", Party{}
	}
	if e.Kind == Destroyed || e.Kind == Consumed && (e.Quantity == nil || *e.Quantity == 0) {
		s.Gone, s.Due, s.Lender = e.Kind, "", Party{}
	} else if e.Kind.Begins() {
		s.Gone = "" // it is there again: the break is noted
	}
	if inherited {
		return // what was seen and counted was the other exhibit
	}
	if e.Condition != "" {
		s.Condition = e.Condition
	}
	if e.Quantity != nil {
		s.Quantity = e.Quantity
	}
}

// sameSeals reports whether a and b are the same seals in whatever order.
func sameSeals(a, b []string) bool {
	a, b = slices.Clone(a), slices.Clone(b)
	slices.Sort(a)
	slices.Sort(b)
	return slices.Equal(a, b)
}
