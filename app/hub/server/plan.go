package server

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"tracemark/app/hub/api"
	"tracemark/app/hub/store"
	"tracemark/casefile"
)

// The reasons for leaving something out. They are shown to people.
const (
	reasonPhotograph = "It is a photograph: correlation compares topographies."
	reasonNotSent    = "Its original has not been sent to the service."
	reasonSameEvent  = "It belongs to the same event."
	reasonNoMark     = "It has no recording of a mark that the exhibit searched for has."
	reasonNone       = "None of its recordings could be compared."
	reasonRings      = "Measured by rings about the firing-pin hole, others of the gallery are more alike."
	reasonSurface    = "By their whole surfaces at a low resolution, others of the gallery are more alike."
)

// reasonClass says in which class characteristics an exhibit differs from the one searched for.
func reasonClass(list []casefile.ClassDisagreement) string {
	var parts []string
	for _, d := range list {
		parts = append(parts, fmt.Sprintf("its %s is stated as %s, that of the exhibit searched for as %s", strings.ToLower(d.Name), d.B, d.A))
	}
	return fmt.Sprintf("Its class characteristics differ: %s.", strings.Join(parts, "; "))
}

// plan is what a correlation compares and what it leaves out, in an order that depends on the gallery only.
type plan struct {
	request api.CorrelationRequest
	class   casefile.Class // of the exhibit searched for
	own     map[casefile.MarkKind][]api.Capture
	pairs   []*pair
	asked   map[api.ExhibitName]bool // that no stage leaves out
	stages  []store.StageRun
	looked  map[lookedKey]*store.Looked
	left    []api.LeftOut
	said    map[api.LeftOut]bool // what left holds of captures, as each pair of one would say it again
}

type lookedKey struct {
	api.ExhibitName
	mark casefile.MarkKind
}

func newPlan(r api.CorrelationRequest, class casefile.Class) *plan {
	p := &plan{request: r, class: class, own: map[casefile.MarkKind][]api.Capture{}, asked: map[api.ExhibitName]bool{},
		looked: map[lookedKey]*store.Looked{}, said: map[api.LeftOut]bool{}}
	for _, x := range r.Include {
		p.asked[x] = true
	}
	return p
}

// at returns what the stages did with an exhibit's recordings of a mark.
func (p *plan) at(x api.ExhibitName, m casefile.MarkKind) *store.Looked {
	k := lookedKey{x, m}
	if p.looked[k] == nil {
		p.looked[k] = &store.Looked{Agency: x.Agency, ExhibitID: x.ExhibitID, Mark: m}
	}
	return p.looked[k]
}

// marks returns the marks that the exhibit has usable recordings of, in a fixed order.
func (p *plan) marks() []casefile.MarkKind { return slices.Sorted(maps.Keys(p.own)) }

// unusable returns why a capture cannot take part, "" when it can.
func unusable(c api.Capture) string {
	switch {
	case c.Kind != casefile.Topography:
		return reasonPhotograph
	case !c.Uploaded:
		return reasonNotSent
	}
	return ""
}

func (p *plan) wanted(m casefile.MarkKind) bool {
	return len(p.request.Marks) == 0 || slices.Contains(p.request.Marks, m)
}

func (p *plan) addOwn(captures []api.Capture) {
	for _, c := range captures {
		if !p.wanted(c.Mark) {
			continue
		}
		if why := unusable(c); why != "" {
			p.leaveOut(c, why)
			continue
		}
		p.own[c.Mark] = append(p.own[c.Mark], c)
	}
}

// add plans the pairs with an exhibit of the gallery.
func (p *plan) add(g store.GalleryExhibit) {
	whole := api.LeftOut{Agency: g.Agency, ExhibitID: g.ID}
	if g.SameEvent && !p.request.IncludeSameEvent {
		whole.Reason = reasonSameEvent
		p.left = append(p.left, whole)
		return
	}
	name := api.ExhibitName{Agency: g.Agency, ExhibitID: g.ID}
	usable := func(c api.Capture) bool { return len(p.own[c.Mark]) > 0 && unusable(c) == "" }
	if d := casefile.Surely(casefile.ClassDisagreements(p.class, g.Class)); len(d) > 0 && !p.request.AllClasses && !p.asked[name] {
		for _, c := range g.Captures {
			if usable(c) {
				l := p.at(name, c.Mark)
				l.Recordings++
				l.ClassOut++
			}
		}
		whole.Reason, whole.Stage = reasonClass(d), api.StageClass
		p.left = append(p.left, whole)
		return
	}
	some := false
	for _, c := range g.Captures {
		if usable(c) {
			p.at(name, c.Mark).Recordings++
		}
		own := p.own[c.Mark]
		if len(own) == 0 {
			continue
		}
		some = true
		if why := unusable(c); why != "" {
			p.leaveOut(c, why)
			continue
		}
		for _, o := range own {
			p.pairs = append(p.pairs, &pair{own: o, other: c})
		}
	}
	if !some {
		whole.Reason = reasonNoMark
		p.left = append(p.left, whole)
	}
}

func (p *plan) leaveOut(c api.Capture, why string) {
	l := api.LeftOut{Agency: c.Agency, ExhibitID: c.ExhibitID, CaptureID: c.ID, Mark: c.Mark, Reason: why}
	if !p.said[l] {
		p.said[l] = true
		p.left = append(p.left, l)
	}
}
