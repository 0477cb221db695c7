package casework

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"tracemark/casefile"
	"tracemark/casefile/search"
	"tracemark/casefile/store"
)

// Search finds words in a case. What is withheld from the person at the desk (see withholding.go and duty.go) is neither found nor
// counted. A search that somebody runs is noted in the case's log with its words; the further pages of one are not noted again, nor is
// anything for whoever only reads.
func (d *Desk) Search(ctx context.Context, path string, q casefile.Query) (casefile.FoundList, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.FoundList{}, err
	}
	if err := q.Check(); err != nil {
		return casefile.FoundList{}, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return casefile.FoundList{}, err
	}
	l, err := d.looking(ctx, s, me)
	if err != nil {
		return casefile.FoundList{}, err
	}
	if err := l.searched(ctx, q); err != nil {
		return casefile.FoundList{}, err
	}
	x, err := d.index(ctx, s)
	if err != nil {
		return casefile.FoundList{}, err
	}
	if err := x.Update(ctx, s, nil); err != nil {
		return casefile.FoundList{}, err
	}
	hide, err := l.hidden(ctx)
	if err != nil {
		return casefile.FoundList{}, err
	}
	list, err := x.Find(ctx, q, hide)
	if err != nil {
		return casefile.FoundList{}, err
	}
	return list, l.place(ctx, list.Found)
}

// searched notes a search, unless it is a further page or the very search that was noted last, done again.
func (l *looking) searched(ctx context.Context, q casefile.Query) error {
	a := casefile.Act{Kind: casefile.ActSearched, Subject: casefile.SearchSubject(l.caseID), Detail: q.Sentence()}
	if n := len(l.acts); q.Offset > 0 || l.silent || n > 0 && l.acts[n-1].Kind == a.Kind && l.acts[n-1].Detail == a.Detail {
		return nil
	}
	return l.add(ctx, a)
}

// SearchAll is Search in every case that this workstation knows, newest first; Limit holds for each case. A case that cannot be opened
// is left out: the list of cases says why.
func (d *Desk) SearchAll(ctx context.Context, q casefile.Query) (casefile.FoundList, error) {
	all := casefile.FoundList{Found: []casefile.Found{}}
	cases, err := d.Cases(ctx)
	if err != nil {
		return all, err
	}
	if err := q.Check(); err != nil {
		return all, err
	}
	for _, c := range cases {
		if c.Problem != "" {
			continue
		}
		list, err := d.Search(ctx, c.Path, q)
		if err != nil {
			return all, err
		}
		for i := range list.Found {
			list.Found[i].CasePath, list.Found[i].CaseNumber = c.Path, c.Case.Number
		}
		all.Total, all.More, all.Found = all.Total+list.Total, all.More || list.More, append(all.Found, list.Found...)
	}
	return all, nil
}

// ReadyToSearch brings the index of a case up to date, so that the first search need not wait for it.
func (d *Desk) ReadyToSearch(ctx context.Context, path string, progress casefile.Progress) error {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return err
	}
	x, err := d.index(ctx, s)
	if err != nil {
		return err
	}
	return x.Update(ctx, s, progress)
}

// Writers returns who has written to a case, by name.
func (d *Desk) Writers(ctx context.Context, path string) ([]casefile.Person, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, err
	}
	list, err := s.People(ctx)
	slices.SortStableFunc(list, func(a, b casefile.Person) int { return strings.Compare(a.Name, b.Name) })
	return list, err
}

// indexes are the search indexes of the cases that are open, by folder. An index is no evidence and can be made anew at any time.
type indexes struct {
	mu   sync.Mutex
	open map[string]*search.Index
	// ahead are the cases that are being indexed in the background; Close waits for it.
	ahead sync.WaitGroup
	stop  []context.CancelFunc
}

// index returns the search index of a case: beside it, or in memory where the case's folder cannot be written to.
func (d *Desk) index(ctx context.Context, s *store.Store) (*search.Index, error) {
	d.found.mu.Lock()
	defer d.found.mu.Unlock()
	if x, ok := d.found.open[s.Dir()]; ok {
		return x, nil
	}
	path := search.In(s.Dir())
	if s.Unwritable() {
		path = ""
	}
	x, err := search.Open(ctx, path)
	if err != nil && path != "" { // a folder where nothing new can be made is no reason not to find anything
		x, err = search.Open(ctx, "")
	}
	if err != nil {
		return nil, err
	}
	if d.found.open == nil {
		d.found.open = map[string]*search.Index{}
	}
	d.found.open[s.Dir()] = x
	return x, nil
}

// indexAhead indexes a case in the background. What goes wrong is said by the search that follows.
func (d *Desk) indexAhead(s *store.Store) {
	ctx, cancel := context.WithCancel(context.Background())
	d.found.mu.Lock()
	d.found.stop = append(d.found.stop, cancel)
	d.found.mu.Unlock()
	d.found.ahead.Go(func() {
		defer cancel()
		if x, err := d.index(ctx, s); err == nil {
			_ = x.Update(ctx, s, nil)
		}
	})
}

func (x *indexes) close() error {
	x.mu.Lock()
	for _, stop := range x.stop {
		stop()
	}
	x.mu.Unlock()
	x.ahead.Wait()
	x.mu.Lock()
	defer x.mu.Unlock()
	var errs []error
	for _, i := range x.open {
		errs = append(errs, i.Close())
	}
	x.open, x.stop = nil, nil
	return errors.Join(errs...)
}

// hidden returns what must not be found by me, nil where nothing is withheld. It is decided from what a row belongs to and not from its
// text, so that no word tells that something is there.
//
//	what                                          before my view           while I am to verify the pair
//	comparison                                    found, without figures   not found
//	conclusion, view, annotation, step: not mine  not found                not found, mine neither
//	report, hit                                   not found                not found
//	the pair's exhibits, recordings, custody      found                    not found: its labels are masked
//	what belongs to no table known here           found                    not found
func (l *looking) hidden(ctx context.Context) (func(casefile.Found) bool, error) {
	if len(l.duties) == 0 && !slices.ContainsFunc(l.pairs, func(k casefile.Comparison) bool { return !l.shown(k.ID) }) {
		return nil, nil
	}
	state := map[string]int{} // of comparisons: 1 not shown, 2 duty
	specimens := map[string]bool{}
	for _, k := range l.pairs {
		switch _, _, duty := l.duty(k.ID); {
		case duty:
			state[k.ID] = 2
			specimens[k.A], specimens[k.B] = true, true
		case !l.shown(k.ID):
			state[k.ID] = 1
		}
	}
	if err := l.exhibitsOf(ctx, specimens); err != nil {
		return nil, err
	}
	of, err := l.comparisonsOf(ctx)
	if err != nil {
		return nil, err
	}
	return func(f casefile.Found) bool {
		if specimens[f.Subject] || f.Kind == "other" && len(l.duties) > 0 {
			return true
		}
		if about := of[f.Subject]; len(about) > 0 {
			return slices.ContainsFunc(about, func(comparison string) bool { return l.hides(f, state[comparison]) })
		}
		return l.hides(f, state[f.Subject])
	}, nil
}

// hides reports whether something that belongs to a comparison in a state of hidden's is kept from me.
func (l *looking) hides(f casefile.Found, state int) bool {
	switch {
	case state == 0:
		return false
	case state == 2:
		return true
	case f.Kind == "comparison":
		return false
	case f.Kind == "conclusion" || f.Kind == "annotation":
		return f.By != l.me
	}
	return true
}

// exhibitsOf adds the exhibits of recordings, whose ids are given, and the reports on those.
func (l *looking) exhibitsOf(ctx context.Context, ids map[string]bool) error {
	var exhibits []string
	for id := range ids {
		c, err := l.s.Capture(ctx, id)
		if err != nil {
			return err
		}
		exhibits = append(exhibits, c.ExhibitID)
	}
	for _, e := range exhibits {
		ids[e] = true
	}
	reports, err := l.s.Reports(ctx)
	for _, r := range reports { // records of their custody
		if r.ExhibitID != "" && ids[r.ExhibitID] {
			ids[r.ID] = true
		}
	}
	return err
}

// comparisonsOf returns which comparisons things are about that are named by an id of their own.
func (l *looking) comparisonsOf(ctx context.Context) (map[string][]string, error) {
	of := map[string][]string{}
	list, err := l.s.Verifications(ctx)
	if err != nil {
		return nil, err
	}
	conclusions, err := l.s.Conclusions(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, v := range list {
		of[v.Request.ID] = append(of[v.Request.ID], v.Request.ComparisonID)
		for _, c := range conclusions {
			if c.ID == v.Request.ConclusionID {
				of[v.Request.ID] = append(of[v.Request.ID], c.ComparisonID)
				// A request is found under the comparison that was made for it, and tells of the one that it is about.
				of[v.Request.ComparisonID] = []string{v.Request.ComparisonID, c.ComparisonID}
			}
		}
	}
	shots, err := l.s.Snapshots(ctx, "")
	if err != nil {
		return nil, err
	}
	for _, shot := range shots {
		of[shot.ID] = []string{shot.ComparisonID}
	}
	reports, err := l.s.Reports(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range reports {
		if r.ComparisonID != "" {
			of[r.ID] = []string{r.ComparisonID}
		}
	}
	hits, err := l.s.Hits(ctx)
	for _, h := range hits {
		of[h.Value.ID] = []string{h.Value.ComparisonID}
	}
	return of, err
}

// place fills in what things belong to, and who wrote them. Where conclusions are handed out, that is noted as with a list of them.
func (l *looking) place(ctx context.Context, list []casefile.Found) error {
	names, err := peopleNames(ctx, l.s)
	if err != nil {
		return err
	}
	of, err := l.comparisonsOf(ctx)
	if err != nil {
		return err
	}
	told := false
	for i := range list {
		f := &list[i]
		f.ByName = names[f.By]
		table, _, _ := strings.Cut(f.Row, " ")
		comparison := f.Subject
		if about := of[f.Subject]; len(about) > 0 {
			comparison = about[0]
		}
		k, isPair := l.pair(comparison)
		switch {
		case isPair:
			told = true
			f.ComparisonID, f.Number = k.ID, k.Number
			f.Of, err = l.labelsOf(ctx, k)
		case table == "mask":
			var c casefile.Capture
			if c, err = l.s.Capture(ctx, f.Subject); err == nil {
				f.ExhibitID = c.ExhibitID
				f.Of, err = l.labelOf(ctx, c.ExhibitID)
			}
		case f.Kind == "exhibit" || table == "capture" || f.Kind == "custody":
			f.ExhibitID = f.Subject
			f.Of, err = l.labelOf(ctx, f.Subject)
			if f.Of == f.Title {
				f.Of = ""
			}
		}
		if err != nil {
			return err
		}
	}
	if told {
		return l.noteAll(ctx)
	}
	return nil
}

func (l *looking) labelOf(ctx context.Context, exhibit string) (string, error) {
	e, err := l.s.Exhibit(ctx, exhibit)
	return e.Label, err
}

func (l *looking) labelsOf(ctx context.Context, k casefile.Comparison) (string, error) {
	var labels [2]string
	for i, id := range []string{k.A, k.B} {
		c, err := l.s.Capture(ctx, id)
		if err != nil {
			return "", err
		}
		if labels[i], err = l.labelOf(ctx, c.ExhibitID); err != nil {
			return "", err
		}
	}
	return fmt.Sprintf("%s – %s", labels[0], labels[1]), nil
}
