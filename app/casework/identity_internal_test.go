package casework

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"tracemark/casefile"
	"tracemark/export/identity"
)

const keyWords = "of the key and of nothing else"

func TestEverybodySignsWithTheirOwnIdentity(t *testing.T) {
	for _, keep := range []bool{false, true} {
		d, all := newStation(t)
		ctx, now := t.Context(), time.Now()
		d.now = func() time.Time { return now }
		p12, err := identity.NewTestIdentity("Eva Examiner", "Lab North", keyWords, now)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join(t.TempDir(), "eva.p12")
		if err := os.WriteFile(file, p12, 0o600); err != nil {
			t.Fatal(err)
		}
		logIn(t, d, "admin", adminWords)
		a, err := d.SetIdentity(ctx, all[casefile.Examiner].ID, file, keep)
		if err != nil || a.Identity.File != file || a.Identity.Subject != "" || a.Identity.Kept != keep {
			t.Fatalf("set: %+v, %v", a.Identity, err)
		}
		if keep { // the copy of the workstation counts
			if err := os.Remove(file); err != nil {
				t.Fatal(err)
			}
		}

		logIn(t, d, "verifier", personWords)
		if id, err := d.signer(); err != nil || !id.Test() || !strings.Contains(id.Name(), "The verifier") {
			t.Errorf("without a file: %s, %v", id.Name(), err)
		}

		logIn(t, d, "examiner", personWords)
		closed := func(when string) {
			t.Helper()
			if _, err := d.signer(); !errors.Is(err, casefile.ErrIdentityClosed) {
				t.Errorf("%s: got %v", when, err)
			}
		}
		closed("before the passphrase")
		if err := d.OpenIdentity(ctx, "something else"); err == nil {
			t.Error("another passphrase opens the identity")
		}
		closed("after another passphrase")
		open := func() {
			t.Helper()
			if err := d.OpenIdentity(ctx, keyWords); err != nil {
				t.Fatal(err)
			}
			if id, err := d.signer(); err != nil || !strings.Contains(id.Name(), "Eva Examiner") || !id.Test() {
				t.Errorf("signs %s, %v", id.Name(), err)
			}
		}
		open()
		if w, err := d.WhoAmI(ctx); err != nil || !strings.Contains(w.Account.Identity.Subject, "Eva Examiner") || !w.Account.Identity.Test {
			t.Errorf("identity %+v, %v", w.Account.Identity, err)
		}
		now = now.Add(identityOpenFor)
		closed("two minutes later")
		open()
		if err := errors.Join(d.Lock(ctx, "by key"), d.Unlock(ctx, personWords)); err != nil {
			t.Fatal(err)
		}
		closed("after the screen was locked")
		open()
		logIn(t, d, "verifier", personWords)
		if id, err := d.signer(); err != nil || strings.Contains(id.Name(), "Eva") {
			t.Errorf("somebody else signs as %s, %v", id.Name(), err)
		}
		logIn(t, d, "examiner", personWords)
		closed("after somebody else")

		if !keep {
			other, err := identity.NewTestIdentity("Mallory", "Lab North", keyWords, now)
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, other, 0o600); err != nil {
				t.Fatal(err)
			}
			if err := d.OpenIdentity(ctx, keyWords); err == nil || !strings.Contains(err.Error(), "not the file that an administrator chose") {
				t.Errorf("an exchanged file: %v", err)
			}
		}
		t.Setenv(PassphraseVariable, keyWords)
		if keep {
			if id, err := d.signer(); err != nil || !strings.Contains(id.Name(), "Eva Examiner") {
				t.Errorf("with the passphrase in the environment: %s, %v", id.Name(), err)
			}
		}
		os.Unsetenv(PassphraseVariable)
	}
}

func TestWhatIsNoIdentityIsRefused(t *testing.T) {
	d, all := newStation(t)
	logIn(t, d, "admin", adminWords)
	text := filepath.Join(t.TempDir(), "text.p12")
	if err := os.WriteFile(text, []byte("no key"), 0o600); err != nil {
		t.Fatal(err)
	}
	for file, words := range map[string]string{text: "is no PKCS#12 file", text + ".missing": "cannot be read"} {
		if _, err := d.SetIdentity(t.Context(), all[casefile.Examiner].ID, file, true); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("%s: got %v", file, err)
		}
	}
}
