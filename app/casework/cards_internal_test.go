//go:build cgo

package casework

import (
	"crypto/x509"
	"encoding/pem"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/casefile/audit"
	"tracemark/casefile/audit/check"
	"tracemark/casefile/people"
	"tracemark/export/identity/card/cardtest"
	"tracemark/export/sign"
	"tracemark/export/trust"
)

// cardStation is a station that reads the token of its examiner and trusts who issued its certificates.
type cardStation struct {
	*Desk
	people map[casefile.Role]casefile.Account
	ca     cardtest.Authority
	token  cardtest.Token
	now    time.Time
}

var goodPIN, wrongPIN = casefile.PIN{Words: cardtest.PIN}, casefile.PIN{Words: "999999"}

func newCardStation(t *testing.T) *cardStation {
	t.Helper()
	token := cardtest.New(t, "eva")
	d, all := newStation(t)
	s := &cardStation{Desk: d, people: all, token: token, now: time.Now()}
	d.now = func() time.Time { return s.now }
	s.ca = cardtest.NewAuthority(t, "Ministry CA", s.now)
	logIn(t, d, "admin", adminWords)
	if err := d.SetSigning(t.Context(), casefile.SigningSettings{CardModule: token.Module}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Trust(t.Context(), pemFile(t, s.ca.Certificate), casefile.TrustSigners, "letter of the ministry"); err != nil {
		t.Fatal(err)
	}
	return s
}

func pemFile(t *testing.T, certs ...*x509.Certificate) string {
	t.Helper()
	var b []byte
	for _, c := range certs {
		b = append(b, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	file := filepath.Join(t.TempDir(), "certificates.pem")
	if err := os.WriteFile(file, b, 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func (s *cardStation) add(t *testing.T, kind string, always bool, change func(*x509.Certificate)) string {
	t.Helper()
	return s.token.Add(t, kind, always, func(pub any) *x509.Certificate { return s.ca.Issue(t, "Eva Examiner", pub, s.now, change) })
}

func (s *cardStation) log(t *testing.T) (out []audit.Record) {
	t.Helper()
	out, err := s.book.Records(t.Context(), 0, 10000)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestLogInByCard(t *testing.T) {
	for _, kind := range []string{cardtest.P256, cardtest.P384, cardtest.RSA3072} {
		t.Run(kind, func(t *testing.T) {
			s := newCardStation(t)
			ctx := t.Context()
			print := s.add(t, kind, kind == cardtest.P384, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageDigitalSignature })
			a, err := s.SetLogInCard(ctx, s.people[casefile.Examiner].ID, strings.ToUpper(print), "her new card")
			if err != nil || a.LogInCard.Certificate != print || !strings.Contains(a.LogInCard.Subject, "Eva Examiner") {
				t.Fatalf("bound: %+v, %v", a.LogInCard, err)
			}
			if _, err := s.SetLogInCard(ctx, s.people[casefile.Verifier].ID, print, "the same card"); casefile.CodeOf(err) != casefile.Conflict {
				t.Errorf("one card for two people: %v", err)
			}
			if err := s.LogOut(ctx); err != nil {
				t.Fatal(err)
			}
			if _, err := s.LogInByCard(ctx, "", wrongPIN); !errors.Is(err, casefile.ErrWrongPIN) {
				t.Fatalf("wrong PIN: %v", err)
			}
			w, err := s.LogInByCard(ctx, "", goodPIN)
			if err != nil || w.Account == nil || w.Account.LogIn != "examiner" {
				t.Fatalf("logged in %+v, %v", w, err)
			}
			if there, err := s.CardPresent(ctx); err != nil || !there {
				t.Errorf("card present: %v, %v", there, err)
			}
			if err := s.Lock(ctx, "by key"); err != nil {
				t.Fatal(err)
			}
			if err := s.UnlockByCard(ctx, wrongPIN); !errors.Is(err, casefile.ErrWrongPIN) {
				t.Errorf("unlock with a wrong PIN: %v", err)
			}
			if w, _ := s.WhoAmI(ctx); !w.Locked {
				t.Error("unlocked by a wrong PIN")
			}
			if err := s.UnlockByCard(ctx, goodPIN); err != nil {
				t.Errorf("unlock: %v", err)
			}
			if _, err := s.LogInByCard(ctx, "verifier", goodPIN); !errors.Is(err, casefile.ErrCardGone) {
				t.Errorf("as somebody else: %v", err)
			}
			var got []string
			for _, r := range s.log(t) {
				if strings.Contains(r.Detail, cardtest.PIN) || strings.Contains(r.Detail, wrongPIN.Words) {
					t.Errorf("a PIN stands in the log: %+v", r)
				}
				if strings.Contains(r.Action, "by card") {
					got = append(got, r.Action)
				}
			}
			if want := []string{"log-in by card attempted", "log-in by card failed", "log-in by card attempted", "log-in by card done",
				"unlock by card attempted", "unlock by card failed", "unlock by card attempted", "unlock by card done"}; !slices.Equal(got, want) {
				t.Errorf("log %q", got)
			}
			if r, err := check.Workstation(ctx, filepath.Join(s.home, people.FileName), nil, nil); err != nil || !r.OK {
				t.Errorf("workstation: %+v, %v", r, err)
			}
		})
	}
}

func TestCardThatLetsNobodyIn(t *testing.T) {
	s := newCardStation(t)
	ctx := t.Context()
	examiner := s.people[casefile.Examiner].ID
	other := cardtest.NewAuthority(t, "Somebody's CA", s.now)
	test := cardtest.NewAuthority(t, "Ministry CA (TEST IDENTITY)", s.now)
	innocent := cardtest.Authority{Key: s.ca.Key}
	innocent.Certificate = test.Issue(t, "Ministry CA 2", s.ca.Key.Public(), s.now, func(c *x509.Certificate) { c.IsCA, c.KeyUsage = true, x509.KeyUsageCertSign })
	if _, err := s.Trust(ctx, pemFile(t, test.Certificate), casefile.TrustSigners, "training"); err != nil {
		t.Fatal(err)
	}
	s.token.AddCertificate(t, innocent.Certificate)
	s.token.AddCertificate(t, test.Certificate)
	by := func(ca cardtest.Authority, change func(*x509.Certificate)) string {
		return s.token.Add(t, cardtest.P256, false, func(pub any) *x509.Certificate { return ca.Issue(t, "Eva Examiner", pub, s.now, change) })
	}
	for name, c := range map[string]struct{ print, words string }{
		"of an unknown authority":      {by(other, nil), "comes from no authority"},
		"of a test authority":          {by(test, nil), "is a test"},
		"of a test authority's deputy": {by(innocent, nil), "is a test"},
		"expired":                      {by(s.ca, func(c *x509.Certificate) { c.NotAfter = s.now.Add(-time.Hour) }), "not valid now"},
		"not yet valid":                {by(s.ca, func(c *x509.Certificate) { c.NotBefore = s.now.Add(time.Hour) }), "not valid now"},
		"for encryption":               {by(s.ca, func(c *x509.Certificate) { c.KeyUsage = x509.KeyUsageKeyEncipherment }), "not one for signatures"},
		"that is not there":            {strings.Repeat("ab", 32), "No inserted card has"},
	} {
		if _, err := s.SetLogInCard(ctx, examiner, c.print, "so"); err == nil || !strings.Contains(err.Error(), c.words) {
			t.Errorf("%s: %v", name, err)
		}
	}
	print := by(s.ca, nil)
	if _, err := s.SetLogInCard(ctx, examiner, print, " "); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("without a reason: %v", err)
	}
	bind := func() {
		t.Helper()
		logIn(t, s.Desk, "admin", adminWords)
		if _, err := s.SetLogInCard(ctx, examiner, print, "her card"); err != nil {
			t.Fatal(err)
		}
	}
	enter := func() error { _, err := s.LogInByCard(ctx, "examiner", goodPIN); return err }
	bind()
	if err := enter(); err != nil {
		t.Fatal(err)
	}
	for name, spoil := range map[string]func(){
		"its authority is no longer trusted": func() {
			for _, ca := range s.trusted(t).List(s.now) {
				if ca.Name == "Ministry CA" {
					if _, err := s.Distrust(ctx, ca.SHA256, ca.Purpose, "key stolen"); err != nil {
						t.Fatal(err)
					}
				}
			}
		},
		"it was taken away": func() {
			if _, err := s.SetLogInCard(ctx, examiner, "", "lost"); err != nil {
				t.Fatal(err)
			}
		},
		"the account is deactivated": func() {
			a, err := s.book.Account(ctx, examiner)
			if err != nil {
				t.Fatal(err)
			}
			a.Active = false
			if _, err := s.ChangePerson(ctx, a, "left"); err != nil {
				t.Fatal(err)
			}
		},
		"it has expired meanwhile": func() { s.now = s.now.AddDate(1, 0, 0) },
	} {
		bind()
		was := s.now
		spoil()
		if err := s.LogOut(ctx); err != nil {
			t.Fatal(err)
		}
		if err := enter(); err == nil {
			t.Errorf("%s: it lets its owner in", name)
		}
		if w, _ := s.WhoAmI(ctx); w.Account != nil {
			t.Errorf("%s: %s is at the desk", name, w.Account.LogIn)
		}
		s.now = was
		logIn(t, s.Desk, "admin", adminWords)
		if a, _ := s.book.Account(ctx, examiner); !a.Active {
			a.Active = true
			if _, err := s.ChangePerson(ctx, a, "back"); err != nil {
				t.Fatal(err)
			}
		}
		if !s.trusted(t).Any(casefile.TrustSigners) {
			if _, err := s.Trust(ctx, pemFile(t, s.ca.Certificate), casefile.TrustSigners, "new letter"); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func (s *cardStation) trusted(t *testing.T) *trust.Store {
	t.Helper()
	store, err := s.trustStore()
	if err != nil {
		t.Fatal(err)
	}
	return store
}

func TestWrongPINsHaveToWaitAsWrongPassphrasesDo(t *testing.T) {
	s := newCardStation(t)
	ctx := t.Context()
	print := s.add(t, cardtest.P256, false, nil)
	if _, err := s.SetLogInCard(ctx, s.people[casefile.Examiner].ID, print, "her card"); err != nil {
		t.Fatal(err)
	}
	for range people.FreeAttempts - 1 {
		if _, err := s.LogInByCard(ctx, "", wrongPIN); !errors.Is(err, casefile.ErrWrongPIN) {
			t.Fatal(err)
		}
	}
	if _, err := s.LogIn(ctx, "examiner", "something else"); err == nil { // counted together
		t.Fatal("logged in")
	}
	var w *people.Waiting
	if _, err := s.LogInByCard(ctx, "", goodPIN); !errors.As(err, &w) {
		t.Errorf("the right PIN after %d wrong attempts: %v", people.FreeAttempts, err)
	}
}

func TestCardSignsForItsOwner(t *testing.T) {
	for _, always := range []bool{false, true} {
		s := newCardStation(t)
		ctx := t.Context()
		print := s.add(t, cardtest.P256, always, nil)
		a, err := s.SetIdentityCard(ctx, s.people[casefile.Examiner].ID, "")
		if err != nil || a.Identity.Card.Certificate != print || a.Identity.None() || a.Identity.Test {
			t.Fatalf("set: %+v, %v", a.Identity, err)
		}
		logIn(t, s.Desk, "examiner", personWords)
		closed := func(when string) {
			t.Helper()
			if _, err := s.signer(); !errors.Is(err, casefile.ErrIdentityClosed) {
				t.Errorf("always %v, %s: got %v", always, when, err)
			}
		}
		signs := func() {
			t.Helper()
			id, err := s.signer()
			if err != nil {
				t.Fatal(err)
			}
			if id.Name() != "Eva Examiner" || id.Test() {
				t.Errorf("signs %s, test %v", id.Name(), id.Test())
			}
			if _, err := sign.Detached(ctx, []byte("text"), id, s.now); err != nil {
				t.Errorf("always %v: %v", always, err)
			}
		}
		closed("before the PIN")
		if err := s.OpenIdentity(ctx, wrongPIN.Words); !errors.Is(err, casefile.ErrWrongPIN) {
			t.Errorf("wrong PIN: %v", err)
		}
		open := func() {
			t.Helper()
			if err := s.OpenIdentity(ctx, cardtest.PIN); err != nil {
				t.Fatal(err)
			}
		}
		open()
		signs()
		if always {
			closed("after the one signature that the PIN was given for")
			asked := 0
			s.AskPINWith(func(casefile.PINState) (casefile.PIN, error) { asked++; return goodPIN, nil })
			signs()
			signs()
			if asked != 2 {
				t.Errorf("asked %d times for two signatures", asked)
			}
			s.AskPINWith(nil)
			open()
		}
		signs()
		open()
		if err := errors.Join(s.Lock(ctx, "by key"), s.Unlock(ctx, personWords)); err != nil {
			t.Fatal(err)
		}
		closed("after the screen was locked")
		open()
		was := s.now
		s.now = s.now.Add(identityOpenFor)
		closed("two minutes later")
		s.now = was
		open()
		id, err := s.signer()
		if err != nil {
			t.Fatal(err)
		}
		if err := s.LogOut(ctx); err != nil {
			t.Fatal(err)
		}
		if _, err := sign.Detached(ctx, []byte("text"), id, s.now); err == nil {
			t.Error("the card signs after its owner has logged out")
		}
	}
}

func TestWorkstationWithoutAccountsSignsByCard(t *testing.T) {
	token := cardtest.New(t, "eva")
	now := time.Now()
	ca := cardtest.NewAuthority(t, "Ministry CA", now)
	token.Add(t, cardtest.P256, false, func(pub any) *x509.Certificate { return ca.Issue(t, "Eva Examiner", pub, now, nil) })
	d, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	ctx := t.Context()
	if err := d.SetSigning(ctx, casefile.SigningSettings{CardModule: token.Module}); err != nil {
		t.Fatal(err)
	}
	if i, err := d.UseIdentityCard(ctx, ""); err != nil || !strings.Contains(i.Subject, "Eva") {
		t.Fatalf("%+v, %v", i, err)
	}
	if p, err := d.Profile(ctx); err != nil || !strings.Contains(p.Signer, "Eva") || p.TestIdentity {
		t.Errorf("profile %+v, %v", p, err)
	}
	if _, err := d.signer(); !errors.Is(err, casefile.ErrIdentityClosed) {
		t.Errorf("closed: %v", err)
	}
	if err := d.OpenIdentity(ctx, cardtest.PIN); err != nil {
		t.Fatal(err)
	}
	if id, err := d.signer(); err != nil || id.Name() != "Eva Examiner" {
		t.Errorf("signs %s, %v", id.Name(), err)
	}
	d.own.close()
	t.Setenv(PassphraseVariable, cardtest.PIN)
	if id, err := d.signer(); err != nil || id.Name() != "Eva Examiner" {
		t.Errorf("with the PIN in the environment: %s, %v", id.Name(), err)
	}
	b, err := os.ReadFile(filepath.Join(d.home, settingsFile))
	if err != nil || strings.Contains(string(b), cardtest.PIN) {
		t.Errorf("the PIN is in the settings: %v", err)
	}
}
