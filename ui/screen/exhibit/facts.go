package exhibit

import (
	"context"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/dialog"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"

	"tracemark/casefile"
	"tracemark/ui/task"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// descriptionCard shows what is said of an exhibit besides its class characteristics, field by field.
func (s *Screen) descriptionCard(e casefile.Exhibit) fyne.CanvasObject {
	edit := s.p.Shell.For(casefile.DescribeExhibit, widget.NewButton(lang.L("Edit…"), theme.DocumentCreateIcon(), s.EditExhibit))
	if e.Owner != "" {
		edit.Disable()
	}
	past := widget.NewButton(lang.L("History…"), theme.HistoryIcon(), func() { s.ShowHistory(e.ID, e.Label) })
	head := container.NewBorder(nil, nil, nil, container.NewHBox(past, edit), widget.Strong(lang.L("What is said of it")))
	rows := container.NewVBox(head)
	facts := []string{}
	if parent := s.labels[e.ParentID]; parent != "" {
		facts = append(facts, lang.L("Came from"), parent)
	}
	if e.Quantity > 0 {
		facts = append(facts, lang.L("Quantity"), strconv.Itoa(e.Quantity))
	}
	group := ""
	flush := func(next string) {
		if len(facts) > 0 {
			if group != "" {
				rows.Add(widget.Caption(wording.Said(group)))
			}
			rows.Add(widget.NewFacts(facts...))
		}
		group, facts = next, []string{}
	}
	for _, f := range e.Facts.Spread(casefile.Fields(e.Kind)) {
		v := e.Facts.Value(f.Path)
		if v.State == casefile.Empty || strings.HasPrefix(f.Path, casefile.ListHeadstamp+"/") { // which is drawn
			continue
		}
		if f.Group != group {
			flush(f.Group)
		}
		text := wording.FieldValue(v)
		if p := wording.Provenance(e.Facts.Provenance[f.Path]); p != "" {
			text += "  (" + p + ")"
		}
		facts = append(facts, fieldName(f), text)
	}
	flush("")
	if len(rows.Objects) == 1 {
		rows.Add(widget.Muted(lang.L("Nothing is described yet. Edit asks for what can be said of this kind of exhibit.")))
	}
	if elements := casefile.HeadstampOf(e.Facts); len(elements) > 0 {
		rows.Add(widget.NewFacts(lang.L("Headstamp"), casefile.HeadstampText(e.Facts)))
		rows.Add(container.NewHBox(newHeadstampView(elements, func(int) { s.EditExhibit() })))
	}
	if _, withheld := e.Usable(); len(withheld) > 0 {
		rows.Add(widget.NewWarning(wording.Count(len(withheld), lang.L("field may not be used in proceedings"), lang.L("fields may not be used in proceedings"))))
	}
	return widget.NewCard(rows)
}

// fieldName is a field's name below the heading of its group: "1: As seen" for a list's.
func fieldName(f casefile.Field) string {
	if rest, ok := strings.CutPrefix(f.Name, f.Group+" "); ok {
		if n, name, ok := strings.Cut(rest, ": "); ok {
			return n + ": " + wording.Said(name)
		}
	}
	return wording.Said(f.Name)
}

// documentsCard lists what is attached to an exhibit.
func (s *Screen) documentsCard(e casefile.Exhibit) fyne.CanvasObject {
	attach := s.p.Shell.For(casefile.ChangeCase, widget.NewButton(lang.L("Attach…"), theme.MailAttachmentIcon(),
		func() { s.attach(casefile.Document{Subject: casefile.AboutExhibit, SubjectID: e.ID}) }))
	rows := container.NewVBox(container.NewBorder(nil, nil, nil, attach, widget.Strong(lang.L("Documents"))))
	for _, d := range s.described.documents {
		if d.Subject == casefile.AboutExhibit && d.SubjectID == e.ID {
			rows.Add(s.documentRow(d))
		}
	}
	if len(rows.Objects) == 1 {
		rows.Add(widget.Muted(lang.L("No documents of this exhibit.")))
	}
	return widget.NewCard(rows)
}

func (s *Screen) documentRow(d casefile.Document) fyne.CanvasObject {
	open := widget.NewButton(lang.L("Open"), nil, func() { s.openDocument(d.ID) })
	edit := s.p.Shell.For(casefile.ChangeCase, widget.NewButton(lang.L("Edit…"), theme.DocumentCreateIcon(), func() { s.editDocument(d) }))
	title := widget.Strong(d.Title)
	title.Truncation = fyne.TextTruncateEllipsis
	return container.NewBorder(nil, nil, nil, container.NewCenter(container.NewHBox(open, edit)), widget.Tight(title, widget.Caption(documentLine(d))))
}

// documentLine says in one line what a document is.
func documentLine(d casefile.Document) string {
	withdrawn := ""
	if d.Withdrawn {
		withdrawn = lang.L("withdrawn")
	}
	return wording.Lines(withdrawn, wording.Said(string(d.Kind)), d.Date, d.Author, wording.Provenance(d.Provenance), d.FileName)
}

func (s *Screen) openDocument(id string) {
	path := s.p.CasePath
	task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (struct{}, error) {
		return struct{}{}, s.p.Service.OpenDocument(ctx, path, id)
	}, func(_ struct{}, err error) { s.p.Shell.Fail(err) })
}

// attach asks for a file and attaches it as doc says.
func (s *Screen) attach(doc casefile.Document) {
	path := s.p.CasePath
	d := dialog.NewFileOpen(func(r fyne.URIReadCloser, err error) {
		if err != nil || r == nil {
			s.p.Shell.Fail(err)
			return
		}
		file := r.URI().Path()
		_ = r.Close() // the service reads it
		task.Load(s.p.Shell.Tasks, s.ctx, func(ctx context.Context) (casefile.Document, error) {
			return s.p.Service.AttachDocument(ctx, path, file, doc)
		}, func(d casefile.Document, err error) {
			if err != nil {
				s.p.Shell.Fail(err)
				return
			}
			s.Refresh()
			s.editDocument(d)
		})
	}, s.p.Shell.Window)
	d.SetTitleText(lang.L("Choose a document"))
	widget.ShowFiles(d)
}

// describedEntries are the lines of events, documents of the case and of events, and hits beside the exhibits.
func (s *Screen) describedEntries(c content) []entry {
	events := entry{title: lang.L("Events"), about: wording.Count(len(c.described.events), lang.L("event"), lang.L("events")), word: lang.L("New…"),
		open: func() { s.editEvent(casefile.Event{Kind: "seized"}) }}
	if len(c.described.events) == 0 {
		events.about = lang.L("None yet: recoveries, test fires.")
	}
	list := []entry{events}
	for _, e := range c.described.events {
		list = append(list, entry{title: e.Label, about: wording.Lines(wording.Said(casefile.EventKinds.Encode(e.Kind).Text()), e.Date, e.Place), word: lang.L("Edit…"),
			open: func() { s.editEvent(e) }})
	}
	attach := entry{title: lang.L("Documents"), word: lang.L("Attach…"), open: func() { s.attach(casefile.Document{Subject: casefile.AboutCase}) }}
	list = append(list, attach)
	n := len(list)
	for _, d := range c.described.documents {
		if d.Subject != casefile.AboutExhibit {
			list = append(list, entry{title: strconv.Itoa(d.Number) + ":  " + d.Title, about: documentLine(d), word: lang.L("Open"), open: func() { s.openDocument(d.ID) },
				more: func() { s.editDocument(d) }})
		}
	}
	list[n-1].about = wording.Count(len(list)-n, lang.L("document"), lang.L("documents"))
	if len(list) == n {
		list[n-1].about = lang.L("None of the case itself yet.")
	}
	return append(list, s.hitEntries(c)...)
}

// hitEntries are the lines of hits, and of comparisons on which one can be confirmed.
func (s *Screen) hitEntries(c content) []entry {
	head := entry{title: lang.L("Hits"), about: wording.Count(len(c.described.hits), lang.L("hit"), lang.L("hits"))}
	if len(c.described.hits) == 0 {
		head.about = lang.L("None yet: one rests on an identification.")
	}
	list := []entry{head}
	linked := map[string]bool{}
	for _, h := range c.described.hits {
		e := entry{title: lang.L("Hit {{.N}}:  {{.A}} / {{.B}}", map[string]any{"N": h.Hit.Number, "A": h.LabelA, "B": h.LabelB}),
			about: wording.Lines(wording.Said(string(h.Hit.State)), h.By, wording.Date(h.At), h.Reason)}
		if h.Hit.State == casefile.HitConfirmed {
			linked[h.Hit.ComparisonID] = true
			e.word, e.open = lang.L("Withdraw…"), func() { s.withdrawHit(h) }
		}
		list = append(list, e)
	}
	for _, k := range c.comparisons {
		if k.Conclusion == nil || !k.Conclusion.Links() || linked[k.Comparison.ID] || k.A.Exhibit.EventID != "" && k.A.Exhibit.EventID == k.B.Exhibit.EventID {
			continue
		}
		list = append(list, entry{title: lang.L("{{.N}}:  {{.A}} / {{.B}}", map[string]any{"N": k.Comparison.Number, "A": k.A.Exhibit.Label, "B": k.B.Exhibit.Label}),
			about: lang.L("concluded, not confirmed as a hit"), word: lang.L("Confirm…"), open: func() { s.confirmHit(k) }})
	}
	return list
}

func (s *Screen) confirmHit(k casefile.ComparisonItem) {
	path := s.p.CasePath
	f := s.newFactForm(lang.L("Confirm a hit: {{.A}} / {{.B}}", map[string]any{"A": k.A.Exhibit.Label, "B": k.B.Exhibit.Label}), nil, casefile.Facts{})
	f.reason.SetPlaceHolder(lang.L("what the link rests on"))
	f.show(true, func(_ casefile.Facts, reason string) {
		saving(s, f, func(ctx context.Context) (casefile.Hit, error) {
			return s.p.Service.ConfirmHit(ctx, path, k.Comparison.ID, reason)
		})
	}, nil)
	f.popup.Resize(fyne.NewSize(560, 200))
}

func (s *Screen) withdrawHit(h casefile.HitItem) {
	path := s.p.CasePath
	f := s.newFactForm(lang.L("Withdraw hit {{.N}}", map[string]any{"N": h.Hit.Number}), nil, casefile.Facts{})
	f.reason.SetPlaceHolder(lang.L("why it no longer counts; it stays readable"))
	f.show(true, func(_ casefile.Facts, reason string) {
		saving(s, f, func(ctx context.Context) (casefile.Hit, error) {
			return s.p.Service.WithdrawHit(ctx, path, h.Hit.ID, reason)
		})
	}, func() { s.ShowHistory(h.Hit.ID, lang.L("hit {{.N}}", map[string]any{"N": h.Hit.Number})) })
	f.popup.Resize(fyne.NewSize(560, 200))
}
