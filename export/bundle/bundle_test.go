package bundle_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"tracemark/casefile"
	"tracemark/casefile/disk"
	"tracemark/export/bundle"
	"tracemark/export/identity"
)

var clock = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

func signer(t testing.TB, name string) identity.Identity {
	t.Helper()
	p12, err := identity.NewTestIdentity(name, "Test Laboratory", "secret", clock.AddDate(0, -1, 0))
	if err != nil {
		t.Fatal(err)
	}
	id, err := identity.LoadPKCS12(p12, "secret")
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func newKeys(t testing.TB) (bundle.Keys, string) {
	t.Helper()
	k, private, err := bundle.NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	return k, private
}

func params(id identity.Identity, to bundle.Recipients, files ...bundle.File) bundle.Params {
	return bundle.Params{Manifest: bundle.Manifest{ID: "P-1", Kind: bundle.SomeExhibits, Software: "test", From: bundle.Sender{Name: "Anna Beispiel", Agency: "Lab"},
		Case: bundle.CaseRef{Number: "K-1"}}, Files: files, To: to, Signer: id, Now: clock}
}

// minimal writes the smallest package that holds something.
func minimal(t testing.TB, id identity.Identity, keys bundle.Keys) (path string, w bundle.Written) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "a.tmcase")
	w, err := bundle.Write(t.Context(), path, params(id, bundle.Recipients{Keys: keys.Public()}, bundle.Bytes("a.txt", []byte("abc"))), nil)
	if err != nil {
		t.Fatal(err)
	}
	return path, w
}

var options = bundle.Options{Now: clock}

func TestAPackageComesOutAsItWentIn(t *testing.T) {
	id := signer(t, "Anna Beispiel")
	keys, _ := newKeys(t)
	other, _ := newKeys(t)
	dir := t.TempDir()
	large := bytes.Repeat([]byte("0123456789"), 100_000)
	onDisk := filepath.Join(dir, "large")
	if err := os.WriteFile(onDisk, large, 0o600); err != nil {
		t.Fatal(err)
	}
	file, err := bundle.OnDisk("originals/large", onDisk)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "a.tmcase")
	to := bundle.Recipients{Keys: []string{keys.Public()[0], other.Public()[0], " " + keys.Public()[0] + "\n"}}
	w, err := bundle.Write(t.Context(), path, params(id, to, bundle.Bytes("empty", nil), file, bundle.Bytes("rows/a.json", []byte("{}"))), nil)
	if err != nil {
		t.Fatal(err)
	}
	for name, k := range map[string]bundle.Keys{"the first recipient": keys, "the second": other} {
		p, err := bundle.Open(t.Context(), path, k, options, nil)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		defer p.Close()
		got, err := p.Read("originals/large", 2e6)
		if err != nil || !bytes.Equal(got, large) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		if _, err := p.Read("originals/large", 10); casefile.CodeOf(err) != casefile.Damaged {
			t.Errorf("a limit: %v", err)
		}
		if b, err := p.Read("empty", 10); err != nil || len(b) != 0 {
			t.Errorf("empty: %q, %v", b, err)
		}
		if p.Has("nothing") || !p.Has("rows/a.json") {
			t.Error("which entries there are")
		}
		if _, err := p.Entry("nothing"); casefile.CodeOf(err) != casefile.NotFound {
			t.Errorf("no entry: %v", err)
		}
		if p.SHA256 != w.SHA256 || p.Size != w.Size || p.ManifestSHA256() != w.ManifestSHA256 || len(p.Manifest.Recipients) != 2 {
			t.Errorf("got %s %d, want %s %d; recipients %v", p.SHA256, p.Size, w.SHA256, w.Size, p.Manifest.Recipients)
		}
		if s := p.Signature; s.Signer != "Anna Beispiel (TEST IDENTITY)" || !s.TestIdentity || !strings.Contains(strings.Join(p.Notes(), " "), "TEST IDENTITY") {
			t.Errorf("a test identity must be said: %v", p.Notes())
		}
	}
	if _, err := bundle.Write(t.Context(), path, params(id, to), nil); casefile.CodeOf(err) != casefile.Conflict {
		t.Errorf("writing over a package: %v", err)
	}
	left, err := filepath.Glob(filepath.Join(dir, disk.Unfinished+"*"))
	if err != nil || len(left) != 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

func TestAPassphraseOpensAPackage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.tmcase")
	const words = "correct horse battery staple"
	if _, err := bundle.Write(t.Context(), path, params(signer(t, "Anna Beispiel"), bundle.Recipients{Passphrase: words}, bundle.Bytes("a", nil)), nil); err != nil {
		t.Fatal(err)
	}
	k, err := bundle.Passphrase(words)
	if err != nil {
		t.Fatal(err)
	}
	p, err := bundle.Open(t.Context(), path, k, options, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
	if got := p.Manifest.Recipients; len(got) != 1 || got[0] != bundle.PassphraseHolders {
		t.Errorf("recipients %q", got)
	}
	if k, err = bundle.Passphrase(words + "s"); err != nil {
		t.Fatal(err)
	}
	if _, err := bundle.Open(t.Context(), path, k, options, nil); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "passphrase does not open") {
		t.Errorf("a wrong passphrase: %v", err)
	}
}

func TestRecipientsThatCannotBe(t *testing.T) {
	keys, private := newKeys(t)
	other := "q"
	if strings.HasSuffix(keys.Public()[0], other) {
		other = "p"
	}
	for name, to := range map[string]bundle.Recipients{
		"nobody":            {},
		"both":              {Keys: keys.Public(), Passphrase: "correct horse battery staple"},
		"a short one":       {Passphrase: "secret"},
		"half a key":        {Keys: []string{keys.Public()[0][:40]}},
		"a private key":     {Keys: []string{private}},
		"two keys in one":   {Keys: []string{keys.Public()[0] + "\n" + keys.Public()[0]}},
		"an empty key":      {Keys: []string{""}},
		"a letter mistyped": {Keys: []string{keys.Public()[0][:61] + other}},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.tmcase")
			_, err := bundle.Write(t.Context(), path, params(signer(t, "A"), to), nil)
			if casefile.CodeOf(err) != casefile.Invalid || err == nil {
				t.Errorf("got %v", err)
			}
			if err != nil && strings.Contains(err.Error(), private) {
				t.Error("the message shows a private key")
			}
			if _, err := os.Stat(path); err == nil {
				t.Error("there is a file")
			}
		})
	}
}

func TestFilesThatCannotBePacked(t *testing.T) {
	keys, _ := newKeys(t)
	wrong := bundle.Bytes("a", []byte("abc"))
	wrong.SHA256 = strings.Repeat("0", 64)
	longer := bundle.Bytes("a", []byte("abc"))
	longer.Size = 2
	broken := bundle.File{Entry: bundle.Entry{Name: "a"}, Open: func() (io.ReadCloser, error) { return nil, errors.New("the cable came out") }}
	for name, files := range map[string][]bundle.File{
		"another content":      {wrong},
		"another length":       {longer},
		"one that is not read": {broken},
		"twice":                {bundle.Bytes("a", nil), bundle.Bytes("a", nil)},
		"the manifest":         {bundle.Bytes("manifest.json", nil)},
		"a way out":            {bundle.Bytes("../a", nil)},
		"a way out inside":     {bundle.Bytes("a/../../b", nil)},
		"from the root":        {bundle.Bytes("/etc/passwd", nil)},
		"capitals":             {bundle.Bytes("A", nil)},
		"a device":             {bundle.Bytes("c:a", nil)},
		"a backslash":          {bundle.Bytes(`a\b`, nil)},
		"too long":             {bundle.Bytes(strings.Repeat("a", 101), nil)},
		"no name":              {bundle.Bytes("", nil)},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			_, err := bundle.Write(t.Context(), filepath.Join(dir, "a.tmcase"), params(signer(t, "A"), bundle.Recipients{Keys: keys.Public()}, files...), nil)
			if err == nil {
				t.Error("it was packed")
			}
			if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
				t.Errorf("left over: %v, %v", left, err)
			}
		})
	}
}

// Every byte: the encryption's own seals find it.
func TestEveryFlippedByteOfAPackageIsDetected(t *testing.T) {
	keys, _ := newKeys(t)
	path, _ := minimal(t, signer(t, "A"), keys)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "bad.tmcase")
	for i := range b {
		altered := bytes.Clone(b)
		altered[i] ^= 1 << (i % 8)
		refuse(t, bad, altered, keys, func(err error) bool { return casefile.CodeOf(err) != casefile.Failed }, "byte %d of %d altered", i, len(b))
	}
	t.Logf("%d bytes", len(b))
}

func TestAPackageThatIsCutOffOrLonger(t *testing.T) {
	keys, _ := newKeys(t)
	path, _ := minimal(t, signer(t, "A"), keys)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	bad := filepath.Join(t.TempDir(), "bad.tmcase")
	for n := range len(b) {
		refuse(t, bad, b[:n], keys, func(err error) bool { return casefile.CodeOf(err) != casefile.Failed }, "cut off after %d of %d bytes", n, len(b))
	}
	for _, more := range []string{"\x00", "abc", string(b)} {
		refuse(t, bad, append(bytes.Clone(b), more...), keys, func(err error) bool { return casefile.CodeOf(err) == casefile.Damaged }, "%d bytes more", len(more))
	}
}

// refuse makes sure that b is refused with an Error that fits.
func refuse(t *testing.T, path string, b []byte, keys bundle.Keys, fits func(error) bool, format string, args ...any) {
	t.Helper()
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := bundle.Open(t.Context(), path, keys, options, nil)
	var e *casefile.Error
	switch {
	case err == nil:
		p.Close()
		t.Errorf(format+": opened", args...)
	case !errors.As(err, &e) || !fits(err) || strings.Contains(err.Error(), "%!"):
		t.Errorf(format+": "+err.Error(), args...)
	}
}

func TestAPackageForSomebodyElse(t *testing.T) {
	keys, _ := newKeys(t)
	other, _ := newKeys(t)
	path, _ := minimal(t, signer(t, "A"), keys)
	_, err := bundle.Open(t.Context(), path, other, options, nil)
	if casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), other.Public()[0]) {
		t.Errorf("got %v", err)
	}
	if _, err := bundle.Open(t.Context(), path, bundle.Keys{}, options, nil); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("without a key: %v", err)
	}
	if _, err := bundle.Open(t.Context(), t.TempDir(), keys, options, nil); casefile.CodeOf(err) != casefile.Invalid {
		t.Errorf("a folder: %v", err)
	}
	if _, err := bundle.Open(t.Context(), filepath.Join(t.TempDir(), "none"), keys, options, nil); casefile.CodeOf(err) != casefile.Failed {
		t.Errorf("nothing there: %v", err)
	}
}

func TestWhatIsExpectedOfAPackage(t *testing.T) {
	keys, _ := newKeys(t)
	path, w := minimal(t, signer(t, "A"), keys)
	o := options
	o.Kinds = []bundle.Kind{bundle.VerificationRequest}
	if _, err := bundle.Open(t.Context(), path, keys, o, nil); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "another kind") {
		t.Errorf("another kind: %v", err)
	}
	o = options
	o.Signer = strings.Repeat("0", 64)
	if _, err := bundle.Open(t.Context(), path, keys, o, nil); casefile.CodeOf(err) != casefile.Refused || !strings.Contains(err.Error(), "another certificate") {
		t.Errorf("another signer: %v", err)
	}
	o.Signer, o.Kinds = w.Manifest.Certificates[0], []bundle.Kind{bundle.SomeExhibits}
	p, err := bundle.Open(t.Context(), path, keys, o, nil)
	if err != nil {
		t.Fatal(err)
	}
	p.Close()
	if !strings.Contains(strings.Join(p.Notes(), "\n"), "says that it is from Anna Beispiel; it was signed by A (TEST IDENTITY).") {
		t.Errorf("a sender who is not the signer must be said: %q", p.Notes())
	}
}

func TestACancelledPackageLeavesNothing(t *testing.T) {
	keys, _ := newKeys(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	dir := t.TempDir()
	_, err := bundle.Write(ctx, filepath.Join(dir, "a.tmcase"), params(signer(t, "A"), bundle.Recipients{Keys: keys.Public()}, bundle.Bytes("a", []byte("abc"))), nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left over: %v, %v", left, err)
	}
}

// What the package comment tells a court to do.
func TestOutsideProgramsCheckAPackage(t *testing.T) {
	for _, name := range []string{"tar", "openssl"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("%s is not installed: this check by outside programs is left out", name)
		}
	}
	keys, private := newKeys(t)
	path, _ := minimal(t, signer(t, "A"), keys)
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	id, err := age.ParseX25519Identity(private)
	if err != nil {
		t.Fatal(err)
	}
	plain, err := age.Decrypt(f, id) // what the program age does
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	tar := exec.CommandContext(t.Context(), "tar", "-xf", "-", "-C", dir)
	tar.Stdin = plain
	if out, err := tar.CombinedOutput(); err != nil || len(out) != 0 {
		t.Fatalf("tar says %q, %v", out, err)
	}
	if b, err := os.ReadFile(filepath.Join(dir, "a.txt")); err != nil || string(b) != "abc" {
		t.Errorf("a.txt holds %q, %v", b, err)
	}
	cmd := exec.CommandContext(t.Context(), "openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", "manifest.p7s",
		"-content", "manifest.json", "-noverify", "-out", os.DevNull)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("openssl says %q, %v", out, err)
	}
}

func TestTheWorkstationsKeyIsMadeOnceAndKeptPrivate(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new", "package.key")
	first, err := bundle.LoadKeys(path)
	if err != nil {
		t.Fatal(err)
	}
	again, err := bundle.LoadKeys(path)
	if err != nil || again.Public()[0] != first.Public()[0] {
		t.Errorf("%v, then %v, %v", first.Public(), again.Public(), err)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", info, err)
	}
	if left, err := os.ReadDir(filepath.Dir(path)); err != nil || len(left) != 1 {
		t.Errorf("left over: %v, %v", left, err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := bundle.LoadKeys(path); casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("a key that others may read: %v", err)
	}
	if err := os.WriteFile(path, []byte("nothing"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := bundle.LoadKeys(path); casefile.CodeOf(err) != casefile.Invalid && casefile.CodeOf(err) != casefile.Refused {
		t.Errorf("a file without keys: %v", err)
	}
}
