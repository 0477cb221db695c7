package people_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"tracemark/casefile"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/people"
	"tracemark/casefile/sqlite"
)

const right, other = "correct horse battery", "four quite other words"

// cheap makes tests quick; what a hash costs is tested with the hash.
var cheap = people.Cost{MemoryKiB: 64, Passes: 1, Lanes: 1}

type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

func open(t *testing.T, path string, c *clock) *people.Book {
	t.Helper()
	b, err := people.Open(t.Context(), path, people.Options{Now: c.now, Cost: cheap})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { b.Close() })
	return b
}

func begin(t *testing.T) (*people.Book, *clock, casefile.Account, string) {
	t.Helper()
	c := &clock{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}
	path := filepath.Join(t.TempDir(), people.FileName)
	b := open(t, path, c)
	admin, err := b.Add(t.Context(), "", casefile.Account{Name: "A. Admin", LogIn: "Admin", Agency: "Lab", Roles: []casefile.Role{casefile.Administrator}}, right)
	if err != nil {
		t.Fatal(err)
	}
	return b, c, admin, path
}

func add(t *testing.T, b *people.Book, by, logIn string, roles ...casefile.Role) casefile.Account {
	t.Helper()
	a, err := b.Add(t.Context(), by, casefile.Account{Name: "Person " + logIn, LogIn: logIn, Agency: "Lab", Roles: roles}, right)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func refused(t *testing.T, err error, code casefile.ErrorCode, words string) {
	t.Helper()
	if err == nil || casefile.CodeOf(err) != code || !strings.Contains(err.Error(), words) {
		t.Errorf("got %v, want %s: …%s…", err, code, words)
	}
}

func TestFirstAccountIsAnAdministrators(t *testing.T) {
	b := open(t, filepath.Join(t.TempDir(), people.FileName), &clock{time.Now()})
	_, err := b.Add(t.Context(), "", casefile.Account{Name: "E", LogIn: "e", Agency: "Lab", Roles: []casefile.Role{casefile.Examiner}}, right)
	refused(t, err, casefile.Invalid, "first account")
	if any, err := b.Any(t.Context()); any || err != nil {
		t.Errorf("accounts: %v, %v", any, err)
	}
	a, err := b.Add(t.Context(), "", casefile.Account{Name: "A", LogIn: " A ", Agency: "Lab", Roles: []casefile.Role{casefile.ReadOnly, casefile.Administrator}}, right)
	if err != nil {
		t.Fatal(err)
	}
	if a.LogIn != "a" || !a.Active || a.MustChange || a.Version != 1 || !slices.Equal(a.Roles, []casefile.Role{casefile.Administrator, casefile.ReadOnly}) {
		t.Errorf("got %+v", a)
	}
	_, err = b.Add(t.Context(), "", casefile.Account{Name: "B", LogIn: "b", Agency: "Lab", Roles: []casefile.Role{casefile.Administrator}}, right)
	refused(t, err, casefile.Refused, "accounts already")
}

func TestAccountsOfOthersMustChangeTheirPassphrase(t *testing.T) {
	b, _, admin, _ := begin(t)
	e := add(t, b, admin.ID, "e", casefile.Examiner)
	if !e.MustChange {
		t.Error("the administrator knows the passphrase of the new account and it need not be changed")
	}
	if err := b.SetPassphrase(t.Context(), e.ID, e.ID, other); err != nil {
		t.Fatal(err)
	}
	if e, _ = b.Account(t.Context(), e.ID); e.MustChange {
		t.Error("it is still to be changed after its owner changed it")
	}
	refused(t, b.SetPassphrase(t.Context(), e.ID, e.ID, other), casefile.Invalid, "passphrase that you have")
	if _, err := b.LogIn(t.Context(), "E", other, people.LoggingIn); err != nil {
		t.Error(err)
	}
	if _, err := b.LogIn(t.Context(), "e", right, people.LoggingIn); err == nil {
		t.Error("the earlier passphrase still opens the account")
	}
}

func TestLastActiveAdministratorStays(t *testing.T) {
	b, _, admin, _ := begin(t)
	demoted, inactive := admin, admin
	demoted.Roles = []casefile.Role{casefile.Examiner}
	inactive.Active = false
	for _, a := range []casefile.Account{demoted, inactive} {
		_, err := b.Change(t.Context(), admin.ID, a, "leaves")
		refused(t, err, casefile.Refused, "last active administrator")
	}
	second := add(t, b, admin.ID, "second", casefile.Administrator)
	if _, err := b.Change(t.Context(), second.ID, inactive, "leaves"); err != nil {
		t.Fatal(err)
	}
	second.Roles = []casefile.Role{casefile.Examiner}
	_, err := b.Change(t.Context(), second.ID, second, "leaves, too")
	refused(t, err, casefile.Refused, "last active administrator")
}

func TestEarlierStatesStayReadable(t *testing.T) {
	b, c, admin, _ := begin(t)
	e := add(t, b, admin.ID, "e", casefile.Examiner)
	c.t = c.t.Add(time.Hour)
	next := e
	next.Roles = []casefile.Role{casefile.Examiner, casefile.Verifier}
	got, err := b.Change(t.Context(), admin.ID, next, "authorised by the head of the section")
	if err != nil {
		t.Fatal(err)
	}
	if got.Version != 2 || !got.Created.Equal(e.Created) || !got.Changed.Equal(c.t) {
		t.Errorf("got %+v", got)
	}
	_, err = b.Change(t.Context(), admin.ID, next, "again, on what was seen before")
	refused(t, err, casefile.Conflict, "changed meanwhile")
	_, err = b.Change(t.Context(), admin.ID, got, " ")
	refused(t, err, casefile.Invalid, "reason")
	h, err := b.History(t.Context(), e.ID)
	if err != nil || len(h) != 2 || len(h[0].Account.Roles) != 1 || h[1].Reason != "authorised by the head of the section" || h[1].ByName != "A. Admin" {
		t.Errorf("history %+v, %v", h, err)
	}
	_, err = b.Add(t.Context(), admin.ID, casefile.Account{Name: "Other", LogIn: "E", Agency: "Lab", Roles: []casefile.Role{casefile.Examiner}}, right)
	refused(t, err, casefile.Conflict, "Somebody else logs in")
}

func TestWrongNameAndWrongPassphraseAreAlike(t *testing.T) {
	b, c, admin, _ := begin(t)
	gone := add(t, b, admin.ID, "gone", casefile.Examiner)
	gone.Active = false
	if _, err := b.Change(t.Context(), admin.ID, gone, "left"); err != nil {
		t.Fatal(err)
	}
	texts := map[string][]string{}
	for range people.FreeAttempts + 3 {
		for name, passphrase := range map[string]string{"admin": "not this one, no", "nobody": right, "gone": right} {
			_, err := b.LogIn(t.Context(), name, passphrase, people.LoggingIn)
			texts[name] = append(texts[name], fmt.Sprint(err))
		}
		c.t = c.t.Add(time.Second)
	}
	if !slices.Equal(texts["admin"], texts["nobody"]) || !slices.Equal(texts["admin"], texts["gone"]) {
		t.Errorf("the answers tell which names there are:\n%q\n%q\n%q", texts["admin"], texts["nobody"], texts["gone"])
	}
	if last := texts["admin"][people.FreeAttempts]; !strings.Contains(last, "ait 29s") {
		t.Errorf("after %d attempts: %s", people.FreeAttempts, last)
	}
}

func TestWaitingGrowsAndSurvivesARestart(t *testing.T) {
	b, c, _, path := begin(t)
	attempt := func(passphrase string) time.Duration {
		_, err := b.LogIn(t.Context(), "admin", passphrase, people.LoggingIn)
		var w *people.Waiting
		if errors.As(err, &w) {
			return w.For
		}
		if passphrase == right && err != nil {
			t.Error(err)
		}
		return 0
	}
	for i := range people.FreeAttempts {
		if w := attempt("wrong, quite wrong"); w != 0 {
			t.Fatalf("attempt %d has to wait %s", i+1, w)
		}
	}
	for _, want := range []time.Duration{30 * time.Second, time.Minute, 2 * time.Minute, 4 * time.Minute, 8 * time.Minute, 16 * time.Minute, 32 * time.Minute, time.Hour, time.Hour} {
		b.Close()
		b = open(t, path, c)
		if w := attempt(right); w != want {
			t.Fatalf("got %s, want %s", w, want)
		}
		c.t = c.t.Add(-24 * time.Hour) // the clock set back neither shortens the wait nor lengthens what is shown
		if w := attempt(right); w != want {
			t.Fatalf("with the clock set back: got %s, want %s", w, want)
		}
		c.t = c.t.Add(24*time.Hour + want)
		if w := attempt("wrong, quite wrong"); w != 0 {
			t.Fatalf("after waiting %s it still has to wait %s", want, w)
		}
	}
	c.t = c.t.Add(people.MostWait)
	attempt(right)
	for range people.FreeAttempts { // a log-in that was right begins the count anew
		if w := attempt("wrong, quite wrong"); w != 0 {
			t.Fatalf("waits %s", w)
		}
	}
}

func TestResetEndsTheWaiting(t *testing.T) {
	b, _, admin, _ := begin(t)
	e := add(t, b, admin.ID, "e", casefile.Examiner)
	for range people.FreeAttempts + 1 {
		if _, err := b.LogIn(t.Context(), "e", "wrong, quite wrong", people.LoggingIn); err == nil {
			t.Fatal("a wrong passphrase opens the account")
		}
	}
	if err := b.SetPassphrase(t.Context(), admin.ID, e.ID, other); err != nil {
		t.Fatal(err)
	}
	if a, err := b.LogIn(t.Context(), "e", other, people.LoggingIn); err != nil || !a.MustChange {
		t.Errorf("got %+v, %v", a, err)
	}
}

func TestLogTellsAllAndNoPassphrase(t *testing.T) {
	b, _, admin, path := begin(t)
	e := add(t, b, admin.ID, "e", casefile.Examiner)
	secret := "typed into the wrong field"
	for _, try := range [][2]string{{"e", secret}, {secret, "e"}, {"e", right}} {
		_, _ = b.LogIn(t.Context(), try[0], try[1], people.LoggingIn)
	}
	if err := b.SetPassphrase(t.Context(), admin.ID, e.ID, other); err != nil {
		t.Fatal(err)
	}
	if err := b.Note(t.Context(), e.ID, "log-out", "", ""); err != nil {
		t.Fatal(err)
	}
	records, err := b.Records(t.Context(), 0, 100)
	if err != nil {
		t.Fatal(err)
	}
	var actions []string
	for _, r := range records {
		actions = append(actions, r.Action+"/"+r.Actor)
	}
	want := []string{"workstation begun/Tracemark", "account added/A. Admin", "account added/A. Admin", "log-in attempted/Tracemark", "log-in failed/Tracemark",
		"log-in attempted/Tracemark", "log-in failed/Tracemark", "log-in attempted/Tracemark", "log-in done/Person e", "passphrase reset/A. Admin", "log-out/Person e"}
	if !slices.Equal(actions, want) {
		t.Errorf("got  %q\nwant %q", actions, want)
	}
	b.Close()
	for _, file := range []string{path, path + "-wal"} {
		data, err := os.ReadFile(file)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range []string{secret, right, other} {
			if strings.Contains(string(data), s) {
				t.Errorf("%s holds the passphrase %q", file, s)
			}
		}
	}
}

func TestAlterationsAreFound(t *testing.T) {
	tests := map[string]string{
		"a role given past the program": `DROP TRIGGER account_version_stays; UPDATE account_version SET roles_json = '["administrator"]' WHERE log_in = 'e'`,
		"failed attempts taken away":    `DROP TRIGGER attempt_kept; DELETE FROM attempt`,
		"another passphrase":            `INSERT INTO passphrase SELECT account_id, 2, hash, 0, by, at FROM passphrase WHERE version = 1`,
		"a record rewritten":            `DROP TRIGGER log_record_stays; UPDATE log_record SET record = replace(record, 'failed', 'done')`,
		"nothing":                       ``,
	}
	for name, sql := range tests {
		t.Run(name, func(t *testing.T) {
			b, _, admin, path := begin(t)
			add(t, b, admin.ID, "e", casefile.Examiner)
			_, _ = b.LogIn(t.Context(), "e", "wrong, quite wrong", people.LoggingIn)
			head, err := b.Head(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if _, err := b.LogIn(t.Context(), "e", right, people.LoggingIn); err != nil {
				t.Fatal(err)
			}
			b.Close()
			db, err := sqlite.Open(path, sqlite.Write)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := db.Exec(sql); err != nil {
				t.Fatal(err)
			}
			db.Close()
			r, err := check.Workstation(t.Context(), path, []tlog.Tree{head}, nil)
			if err != nil || r.OK != (sql == "") {
				t.Errorf("got %+v, %v", r, err)
			}
		})
	}
}

func TestCancelledLogIn(t *testing.T) {
	b, _, _, _ := begin(t)
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if _, err := b.LogIn(ctx, "admin", right, people.LoggingIn); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
