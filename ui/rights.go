package ui

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"tracemark/casefile"
	"tracemark/ui/palette"
	"tracemark/ui/wording"
)

// needs says which commands are for some roles only. It is no protection but a courtesy: what is refused is refused by the service.
var needs = map[string]casefile.Action{
	"case.new": casefile.BeginCase, "case.open": casefile.ReadCase, "case.import": casefile.ImportRecording, "bulk": casefile.ImportRecording, "case.correlate": casefile.SearchService,
	"case.describe": casefile.DescribeExhibit, "case.compare": casefile.CompareMarks, "conclude.record": casefile.ConcludeMarks,
	"case.check": casefile.ReadCase, "label.find": casefile.ReadCase,
}

// done on a screen that some roles do not include, in the order of the screen.
var doneOn = map[Place][]casefile.Action{
	Cases:      {casefile.ReadCase, casefile.BeginCase},
	Case:       {casefile.ImportRecording, casefile.DescribeExhibit, casefile.SearchService, casefile.CompareMarks, casefile.RecordCustody},
	Candidates: {casefile.SearchService, casefile.CompareMarks},
	Compare:    {casefile.ExamineMarks},
	Conclude:   {casefile.ConcludeMarks, casefile.IssueReport},
	Settings:   {casefile.ChangeSettings},
	Prepare:    {casefile.PrepareRecording},
	People:     {casefile.ManagePeople},
}

// May reports whether the role of whoever sits here includes an action.
func (w *Window) May(a casefile.Action) bool { return w.who.May(a) }

// allowed makes acts that a role does not include impossible, with the reason in their name, and all of them while nobody may do
// anything.
func (w *Window) allowed(a act) act {
	if a.ID == "" {
		return a
	}
	run, can := a.Run, a.Enabled
	a.Run = func() {
		if !w.barred() || a.ID == "quit" {
			run()
		}
	}
	if action, known := needs[a.ID]; known && !w.barred() && !w.who.May(action) {
		a.Title = lang.L("{{.Command}} (not part of your role)", map[string]any{"Command": a.Title})
		a.Enabled = func() bool { return false }
		return a
	}
	a.Enabled = func() bool { return (!w.barred() || a.ID == "quit") && (can == nil || can()) }
	return a
}

// lacking says what the role of whoever sits here does not include of what the screen is for, "" where it includes everything.
func (w *Window) lacking() string {
	if w.who.Account == nil {
		return ""
	}
	var out []string
	for _, a := range doneOn[w.at.Place] {
		if !w.who.May(a) {
			out = append(out, wording.Action(a))
		}
	}
	if len(out) == 0 {
		return ""
	}
	return lang.L("You are here as: {{.Roles}}. That does not include: {{.Actions}}.", map[string]any{"Roles": wording.Roles(w.who.Account.Roles), "Actions": strings.Join(out, ", ")})
}

// sessionActs are what somebody can do about who sits here.
func (w *Window) sessionActs() []act {
	in := func() bool { return w.who.Account != nil }
	return []act{
		anywhere("session.lock", lang.L("Lock the screen"), func() { w.Lock("by key") }, palette.Ctrl(fyne.KeyL)),
		anywhere("session.passphrase", lang.L("Change your passphrase…"), w.ChangePassphrase).when(in),
		anywhere("session.logout", lang.L("Log out"), w.LogOut).when(in),
		anywhere("people", lang.L("People…"), func() { w.Go(People) }),
	}
}
