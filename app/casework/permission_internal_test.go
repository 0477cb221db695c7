package casework

import (
	"context"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/people"
	"tracemark/casefile/store"
)

const adminWords, personWords = "the administrator's own words", "what only one person knows"

// actions says of every exported call of a Desk which action it is. A call that is not here fails TestEveryCallIsClassified.
var actions = map[string]casefile.Action{
	"Reports": casefile.ReadCase, "ReportFile": casefile.ReadCase, "Correlations": casefile.ReadCase, "RawSurface": casefile.ReadCase,
	"Preview": casefile.ReadCase, "Surface": casefile.ReadCase, "SurfaceMasked": casefile.ReadCase, "Photo": casefile.ReadCase,
	"Thumbnail": casefile.ReadCase, "Verify": casefile.ReadCase, "VerifyReport": casefile.ReadCase, "VerifyCase": casefile.ReadCase,
	"Explain": casefile.ReadCase, "BestFit": casefile.ReadCase, "Examination": casefile.ReadCase, "Markup": casefile.ReadCase,
	"Note": casefile.ReadCase, "SnapshotPicture": casefile.ReadCase, "OpenCase": casefile.ReadCase, "HoldCase": casefile.ReadCase, "Case": casefile.ReadCase,
	"Cases": casefile.ReadCase, "Stages": casefile.ReadCase, "StageSurface": casefile.ReadCase, "Recipe": casefile.ReadCase,
	"Replay": casefile.ReadCase, "Comparison": casefile.ReadCase, "Comparisons": casefile.ReadCase, "ConclusionScale": casefile.ReadCase,
	"Scales": casefile.ReadCase, "Conclusions": casefile.ReadCase, "ScoreContext": casefile.ReadCase, "CandidateThumbnail": casefile.ReadCase,
	"PrefetchCandidate": casefile.ReadCase, "Exhibits": casefile.ReadCase, "ExhibitPage": casefile.ReadCase, "Exhibit": casefile.ReadCase, "FindCapture": casefile.ReadCase,
	"CaseOfCapture": casefile.ReadCase, "Masks": casefile.ReadCase, "MaskRegion": casefile.ReadCase,

	"ProposeMask": casefile.PrepareRecording, "SaveMask": casefile.PrepareRecording, "MaskFromFile": casefile.PrepareRecording,
	"Correlate": casefile.SearchService, "CorrelateAll": casefile.SearchService,
	"SetCandidateState": casefile.ReadCase, // for "viewed"; more needs SearchService, see TestCourtSeesEverythingAndLeavesNoTrace
	"Compare":           casefile.CompareMarks, "CompareCandidate": casefile.CompareMarks,
	"SaveMarkup": casefile.ExamineMarks, "Commit": casefile.ExamineMarks, "AddSnapshot": casefile.ExamineMarks, "ChooseSnapshot": casefile.ExamineMarks,
	"Conclude":    casefile.ConcludeMarks,
	"BeginReport": casefile.IssueReport, "ChangeReport": casefile.IssueReport, "SubmitReport": casefile.IssueReport, "AmendReport": casefile.IssueReport,
	"ExtendReport": casefile.IssueReport, "MailReport": casefile.ExportCase, "BatchRecords": casefile.IssueReport, "Certify": casefile.IssueReport,
	"ReviewReport": casefile.ReviewReport, "AuthoriseReport": casefile.AuthoriseReport, "ReturnReport": casefile.AuthoriseReport,
	"CheckReport": casefile.ReadCase, "WaitingReports": casefile.ReadCase,
	"Report": casefile.ReadCase, "ReportLines": casefile.ReadCase, "ReportTemplates": casefile.ReadCase, "DraftReport": casefile.ReadCase,
	// These are for several roles, by as whom somebody takes part: see casefile.StepAction and TestWhoMayTakeWhichStepOfAReport.
	"SignReport": casefile.ReadCase, "ReleaseReport": casefile.ReadCase, "WithdrawReport": casefile.ReadCase,
	"CreateCase": casefile.BeginCase, "CreateCaseAt": casefile.BeginCase, "MakeDemoCase": casefile.BeginCase,
	"Custody": casefile.ReadCase, "CustodyStates": casefile.ReadCase, "CustodyOf": casefile.ReadCase, "ExhibitLines": casefile.ReadCase,
	"ExhibitItem": casefile.ReadCase, "ComparisonLines": casefile.ReadCase, "CustodyRows": casefile.ReadCase, "Overdue": casefile.ReadCase, "FindLabel": casefile.ReadCase,
	"AddCustody": casefile.RecordCustody, "CorrectCustody": casefile.RecordCustody, "CheckCustody": casefile.RecordCustody, "CustodyParties": casefile.RecordCustody,
	"PrintLabels": casefile.PrintLabel,
	"Describe":    casefile.DescribeExhibit, "Import": casefile.ImportRecording, "PlanBulk": casefile.ImportRecording, "ImportBulk": casefile.ImportRecording,
	"AskVerification": casefile.AskVerification, "Verifications": casefile.ReadCase, "Answer": casefile.VerifyConclusion, "FollowUp": casefile.AskVerification,
	"GiveVerification": casefile.AskVerification, "OpenVerification": casefile.VerifyConclusion, "ReturnVerification": casefile.VerifyConclusion,
	"TakeVerification": casefile.TakeIn, "SealedCase": casefile.ReadCase,
	"Verifiers": casefile.AskVerification, "Waiting": casefile.ReadCase,
	"EditCase": casefile.ChangeCase, "AttachDocument": casefile.ChangeCase, "EditDocument": casefile.ChangeCase,
	"AddExhibit": casefile.DescribeExhibit, "EditExhibit": casefile.DescribeExhibit, "SaveEvent": casefile.DescribeExhibit,
	"Events": casefile.ReadCase, "Event": casefile.ReadCase, "Documents": casefile.ReadCase, "DocumentFile": casefile.ReadCase, "Hits": casefile.ReadCase,
	"History": casefile.ReadCase, "ConfirmHit": casefile.ConcludeMarks, "WithdrawHit": casefile.ConcludeMarks,
	"Checkpoints": casefile.ReadCase, "Log": casefile.ReadCase, "LogPage": casefile.ReadCase, "VerifyCaseKept": casefile.ReadCase, "VerifyCaseAgainst": casefile.ReadCase,
	"SignCheckpoint": casefile.SignCheckpoint, "CountersignCheckpoint": casefile.SignCheckpoint, "TimestampCheckpoint": casefile.SignCheckpoint, "ExportCheckpoint": casefile.ExportCase,
	"MakePackage": casefile.ExportCase, "ExportCase": casefile.ExportCase, "ExportList": casefile.ExportCase, "TakeIn": casefile.TakeIn, "ImportCase": casefile.BeginCase,
	"PackageKeys": casefile.ReadCase, "ReadPackage": casefile.ReadCase, "OpenPackage": casefile.ReadCase, "ComparePackages": casefile.ReadCase, "List": casefile.ReadCase, "Passages": casefile.ReadCase,
	"ExportX3P": casefile.ExportCase, "ExportMask": casefile.ExportCase,
	"SetLockAfter": casefile.ChangeSettings, "SetSigning": casefile.ChangeSettings, "UseIdentityCard": casefile.ChangeSettings,
	"InspectTrust": casefile.ChangeSettings, "Trust": casefile.ChangeSettings, "Distrust": casefile.ChangeSettings,
	"SetIdentityCard": casefile.ManagePeople, "SetLogInCard": casefile.ManagePeople,
	"SetProfile": casefile.ChangeSettings, "SetExamining": casefile.ChangeSettings, "AddScale": casefile.ChangeSettings, "SaveSettings": casefile.ChangeSettings,

	"Search": casefile.ReadCase, "SearchAll": casefile.ReadCase, "ReadyToSearch": casefile.ReadCase, "Writers": casefile.ReadCase,
	"BackUp": casefile.BackUp, "Backups": casefile.ReadCase, "Restore": casefile.Restore, "SetKeeping": casefile.ChangeSettings,

	"People": casefile.ManagePeople, "PersonHistory": casefile.ManagePeople, "AddPerson": casefile.ManagePeople, "ChangePerson": casefile.ManagePeople,
	"ResetPassphrase": casefile.ManagePeople, "SetIdentity": casefile.ManagePeople, "WorkstationLog": casefile.ManagePeople, "VerifyWorkstation": casefile.ManagePeople,
}

// open are the calls that everybody may make, logged in or not: about the workstation and oneself, never about a case.
var open = []string{"Close", "Home", "Settings", "Use", "CasesFolder", "Profile", "WhoAmI", "LogIn", "LogOut", "Lock", "Unlock",
	"ChangePassphrase", "Lists", "OpenIdentity", "LockAfter", "KeepCases",
	"Cards", "LogInByCard", "UnlockByCard", "CardPresent", "OpenCardIdentity", "AskPINWith", "SigningSettings", "TrustStore"}

func TestEveryCallIsClassified(t *testing.T) {
	desk := reflect.TypeFor[*Desk]()
	for i := range desk.NumMethod() {
		name := desk.Method(i).Name
		_, known := actions[name]
		if known == slices.Contains(open, name) {
			t.Errorf("the call %s is not in exactly one of the lists: which action is it, and does it begin with allow?", name)
		}
	}
	for _, name := range slices.Concat(open, slices.Collect(maps.Keys(actions))) {
		if _, ok := desk.MethodByName(name); !ok {
			t.Errorf("there is no call %s any more", name)
		}
	}
}

// newStation is a desk with an administrator and one person of each role, whose log-in names are the roles'.
func newStation(t *testing.T) (*Desk, map[casefile.Role]casefile.Account) {
	t.Helper()
	d, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	d.cost = people.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}
	ctx := t.Context()
	if _, err := d.AddPerson(ctx, casefile.Account{Name: "A. Admin", LogIn: "admin", Agency: "Lab", Roles: []casefile.Role{casefile.Administrator}}, adminWords); err != nil {
		t.Fatal(err)
	}
	logIn(t, d, "admin", adminWords)
	all := map[casefile.Role]casefile.Account{}
	for _, r := range casefile.Roles() {
		name := strings.ReplaceAll(string(r), " ", "-")
		a, err := d.AddPerson(ctx, casefile.Account{Name: "The " + string(r), LogIn: name, Agency: "Lab", Roles: []casefile.Role{r}}, adminWords)
		if err != nil {
			t.Fatal(err)
		}
		all[r] = a
	}
	for r, a := range all {
		logIn(t, d, a.LogIn, adminWords)
		if _, err := d.Cases(ctx); !errors.Is(err, casefile.ErrNotAllowed) {
			t.Fatalf("the %s works with a passphrase that the administrator knows: %v", r, err)
		}
		if err := d.ChangePassphrase(ctx, adminWords, personWords); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.LogOut(ctx); err != nil {
		t.Fatal(err)
	}
	return d, all
}

func logIn(t *testing.T, d *Desk, name, passphrase string) {
	t.Helper()
	if w, err := d.LogIn(t.Context(), name, passphrase); err != nil || w.Account == nil || w.Account.LogIn != name {
		t.Fatalf("log in as %s: %+v, %v", name, w, err)
	}
}

// call makes a call with a context that has ended and no arguments, so that nothing but the gate has anything to do.
func call(d *Desk, name string) error {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	m := reflect.ValueOf(d).MethodByName(name)
	var args []reflect.Value
	for i := range m.Type().NumIn() {
		switch in := m.Type().In(i); {
		case in == reflect.TypeFor[context.Context]():
			args = append(args, reflect.ValueOf(ctx))
		case in.Kind() == reflect.Func && in.NumIn() == 1: // a change of the settings: none
			args = append(args, reflect.MakeFunc(in, func([]reflect.Value) []reflect.Value { return nil }))
		case m.Type().IsVariadic() && i == m.Type().NumIn()-1:
		default:
			args = append(args, reflect.Zero(in))
		}
	}
	out := m.Call(args)
	err, _ := out[len(out)-1].Interface().(error)
	return err
}

// withoutContext are calls that have no context to end: where they are allowed they do what they do, with nothing to change.
var withoutContext = []string{"SaveSettings", "SetExamining"}

func TestRoleByActionByCall(t *testing.T) {
	d, all := newStation(t)
	for role, account := range all {
		logIn(t, d, account.LogIn, personWords)
		for name, action := range actions {
			err := call(d, name)
			switch may := casefile.May([]casefile.Role{role}, action); {
			case !may && !errors.Is(err, casefile.ErrNotAllowed):
				t.Errorf("%s by the %s: got %v, want a refusal", name, role, err)
			case may && errors.Is(err, casefile.ErrNotAllowed):
				t.Errorf("%s by the %s: %v", name, role, err)
			case may && !errors.Is(err, context.Canceled) && !slices.Contains(withoutContext, name):
				t.Errorf("%s by the %s: got %v: it did something before it asked whether it may", name, role, err)
			}
		}
	}
	if len(all)*len(actions) < 7*60 {
		t.Errorf("only %d roles and %d calls were tried", len(all), len(actions))
	}
}

func TestNobodyAtTheDeskMayDoNothing(t *testing.T) {
	states := map[string]func(*testing.T, *Desk, casefile.Account){
		"nobody logged in": func(*testing.T, *Desk, casefile.Account) {},
		"logged out": func(t *testing.T, d *Desk, a casefile.Account) {
			logIn(t, d, a.LogIn, personWords)
			if err := d.LogOut(t.Context()); err != nil {
				t.Fatal(err)
			}
		},
		"locked": func(t *testing.T, d *Desk, a casefile.Account) {
			logIn(t, d, a.LogIn, personWords)
			if err := d.Lock(t.Context(), "by key"); err != nil {
				t.Fatal(err)
			}
		},
		"deactivated meanwhile": func(t *testing.T, d *Desk, a casefile.Account) {
			logIn(t, d, a.LogIn, personWords)
			a, err := d.book.Account(t.Context(), a.ID)
			if err != nil {
				t.Fatal(err)
			}
			a.Active = false
			if _, err := d.book.Change(t.Context(), "", a, "left"); err != nil {
				t.Fatal(err)
			}
		},
		"the accounts taken away": func(t *testing.T, d *Desk, _ casefile.Account) {
			if err := d.book.Close(); err != nil {
				t.Fatal(err)
			}
			d.book = nil
			for _, suffix := range []string{"", "-wal", "-shm"} {
				_ = os.Remove(filepath.Join(d.home, people.FileName+suffix))
			}
		},
	}
	for state, bring := range states {
		t.Run(state, func(t *testing.T) {
			d, all := newStation(t)
			bring(t, d, all[casefile.Examiner])
			for name := range actions {
				if err := call(d, name); !errors.Is(err, casefile.ErrNotAllowed) {
					t.Errorf("%s: got %v, want a refusal", name, err)
				}
			}
		})
	}
}

func TestRolesThatAreTakenAwayAreGoneAtOnce(t *testing.T) {
	d, all := newStation(t)
	logIn(t, d, "examiner", personWords)
	dir := newCaseFolder(t, d)
	other, err := Open(d.home) // the command line beside the window
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	other.cost = d.cost
	logIn(t, other, "admin", adminWords)
	e := all[casefile.Examiner]
	e.Roles = []casefile.Role{casefile.Verifier}
	if _, err := other.ChangePerson(t.Context(), e, "moves to verification"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Describe(t.Context(), dir, "A1", casefile.Class{}, ""); !errors.Is(err, casefile.ErrNotAllowed) {
		t.Errorf("describe: got %v", err)
	}
	if _, err := d.Examination(t.Context(), dir, "1"); err == nil || errors.Is(err, casefile.ErrNotAllowed) { // there is no comparison
		t.Errorf("look: got %v", err)
	}
	s, _ := d.alreadyOpen(dir)
	v, err := s.PersonVersions(t.Context())
	if err != nil || len(v) != 2 || v[0].ID != e.ID || v[1].Role != "verifier" {
		t.Errorf("states %+v, %v", v, err)
	}
}

func newCaseFolder(t *testing.T, d *Desk) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "case")
	if _, err := d.CreateCaseAt(t.Context(), dir, casefile.NewCase{Number: "1", Title: "One"}); err != nil {
		t.Fatal(err)
	}
	return dir
}

func size(t *testing.T, s *store.Store) int64 {
	t.Helper()
	head, err := s.Head(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return head.N
}

func TestCourtSeesEverythingAndLeavesNoTrace(t *testing.T) {
	d, all := newStation(t)
	ctx := t.Context()
	logIn(t, d, "examiner", personWords)
	dir := filepath.Join(t.TempDir(), "demo")
	if _, err := d.MakeDemoCase(ctx, dir, t.TempDir(), nil); err != nil {
		t.Fatal(err)
	}
	items, err := d.Exhibits(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	k, err := d.Compare(ctx, dir, items[0].Captures[0].ID, items[2].Captures[0].ID, nil)
	if err != nil || !k.Withheld {
		t.Fatalf("compared: withheld %v, %v", k.Withheld, err)
	}
	logIn(t, d, "read-only", personWords)
	s, err := d.caseAt(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	before := size(t, s)
	item, err := d.Comparison(ctx, dir, k.ID)
	if err != nil || item.Comparison.Withheld || len(item.Comparison.Results) == 0 || len(item.Comparison.Results[0].Scores) == 0 {
		t.Errorf("the court does not see the figures: %+v, %v", item.Comparison, err)
	}
	for name, look := range map[string]func() error{
		"comparisons":  func() error { _, err := d.Comparisons(ctx, dir); return err },
		"examination":  func() error { _, err := d.Examination(ctx, dir, k.ID); return err },
		"conclusions":  func() error { _, err := d.Conclusions(ctx, dir, k.ID); return err },
		"explanation":  func() error { _, err := d.Explain(ctx, dir, k.ID, false, nil); return err },
		"correlations": func() error { _, err := d.Correlations(ctx, dir); return err },
		"note": func() error {
			return d.Note(ctx, dir, casefile.Act{Kind: casefile.ActViewedComparison, Subject: k.ID, Seconds: 3})
		},
	} {
		if err := look(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := errors.Join(d.Lock(ctx, "by key"), d.Unlock(ctx, personWords)); err != nil {
		t.Error(err)
	}
	if err := d.SetCandidateState(ctx, dir, "list", "key", casefile.Viewed); err != nil {
		t.Errorf("seeing a candidate: %v", err)
	}
	if err := d.SetCandidateState(ctx, dir, "list", "key", casefile.Dismissed); !errors.Is(err, casefile.ErrNotAllowed) {
		t.Errorf("dismissing a candidate: %v", err)
	}
	if after := size(t, s); after != before {
		records, _ := s.Records(ctx, before, 10)
		t.Errorf("looking left %d records: %+v", after-before, records)
	}
	if v, err := s.PersonVersions(ctx); err != nil || slices.ContainsFunc(v, func(v casefile.PersonVersion) bool { return v.ID == all[casefile.ReadOnly].ID }) {
		t.Errorf("the court is a person of the case: %+v, %v", v, err)
	}
}

func TestScreenIsInTheCasesLog(t *testing.T) {
	d, all := newStation(t)
	ctx := t.Context()
	logIn(t, d, "examiner", personWords)
	dir := newCaseFolder(t, d)
	s, err := d.caseAt(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	before := size(t, s)
	if err := d.Lock(ctx, "nobody there for 10m0s"); err != nil {
		t.Fatal(err)
	}
	if err := d.Unlock(ctx, "some other passphrase"); err == nil {
		t.Fatal("unlocked with another passphrase")
	}
	if w, err := d.WhoAmI(ctx); err != nil || !w.Locked {
		t.Fatalf("got %+v, %v", w, err)
	}
	if err := d.Unlock(ctx, personWords); err != nil {
		t.Fatal(err)
	}
	records, err := s.Records(ctx, before, 10)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range records {
		got = append(got, r.Action)
		if r.ActorID != all[casefile.Examiner].ID {
			t.Errorf("record %+v", r)
		}
	}
	if want := []string{"screen locked", "unlocking failed", "screen unlocked"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	d.Close()
	if r, err := check.Check(ctx, dir, nil); err != nil || !r.OK {
		t.Errorf("case: %+v, %v", r, err)
	}
	if r, err := check.Workstation(ctx, filepath.Join(d.home, people.FileName), nil, nil); err != nil || !r.OK {
		t.Errorf("workstation: %+v, %v", r, err)
	}
}

func TestTaskBelongsToWhoeverBeganIt(t *testing.T) {
	d, all := newStation(t)
	logIn(t, d, "examiner", personWords)
	dir := newCaseFolder(t, d)
	ctx, err := d.allowTask(t.Context(), casefile.ImportRecording)
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Lock(t.Context(), "by key"); err != nil {
		t.Fatal(err)
	}
	if _, me, err := d.acting(ctx, dir); err != nil || me != all[casefile.Examiner].ID || d.allow(ctx, casefile.ImportRecording) != nil {
		t.Errorf("while locked: %s, %v", me, err)
	}
	logIn(t, d, "tracing-officer", personWords)
	if _, me, err := d.acting(ctx, dir); err == nil {
		t.Errorf("after somebody else logged in it goes on as %s", me)
	}
}

func TestNobodyTakesAnAccountsPlaceBySettings(t *testing.T) {
	d, all := newStation(t)
	logIn(t, d, "examiner", personWords)
	dir := newCaseFolder(t, d)
	d.Close()
	plain, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer plain.Close()
	e := all[casefile.Examiner]
	plain.Use(func(s *Settings) { s.Examiner, s.Agency, s.Role = e.Name, e.Agency, "examiner" })
	if _, me, err := plain.acting(t.Context(), dir); err != nil || me == e.ID {
		t.Errorf("acts as %s, %v", me, err)
	}
}

func TestWaitingIsShown(t *testing.T) {
	d, _ := newStation(t)
	now := time.Now()
	d.book.Close()
	d.book, d.now = nil, func() time.Time { return now }
	var err error
	for range people.FreeAttempts + 1 {
		_, err = d.LogIn(t.Context(), "examiner", "not the passphrase")
	}
	var w *people.Waiting
	if !errors.As(err, &w) || w.For != people.FirstWait || !strings.Contains(err.Error(), "30s") {
		t.Errorf("got %v", err)
	}
}
