package bundle

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"filippo.io/age"

	"tracemark/casefile"
	"tracemark/export/identity"
	"tracemark/export/sign"
)

// A sender who can encrypt to somebody can put anything into a package: these archives are built by hand.

var clock = time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC)

// hostile is a sender with whatever intentions.
type hostile struct {
	id   identity.Identity
	keys Keys
	dir  string
}

func newHostile(t testing.TB) hostile {
	t.Helper()
	p12, err := identity.NewTestIdentity("Mallory", "Nowhere", "secret", clock.AddDate(0, -1, 0))
	if err != nil {
		t.Fatal(err)
	}
	id, err := identity.LoadPKCS12(p12, "secret")
	if err != nil {
		t.Fatal(err)
	}
	keys, _, err := NewKeys()
	if err != nil {
		t.Fatal(err)
	}
	return hostile{id: id, keys: keys, dir: t.TempDir()}
}

func (h hostile) manifest(entries ...Entry) Manifest {
	return Manifest{Format: Format, Version: Version, ID: "P-1", Kind: WholeCase, Created: clock, Software: "test", Recipients: []string{"somebody"},
		Certificates: certificates(h.id), Entries: append([]Entry{}, entries...)}
}

func (h hostile) text(t testing.TB, m Manifest) []byte {
	t.Helper()
	b, err := m.encode()
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// archive writes a signed manifest followed by rest.
func (h hostile) archive(t testing.TB, manifest []byte, rest ...[]byte) []byte {
	t.Helper()
	der, err := sign.Detached(t.Context(), manifest, h.id, clock)
	if err != nil {
		t.Fatal(err)
	}
	return append(append(entry(t, manifestName, manifest), entry(t, signatureName, der)...), bytes.Join(rest, nil)...)
}

func entry(t testing.TB, name string, b []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := writeEntry(&out, name, int64(len(b)), bytes.NewReader(b)); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func (h hostile) open(t testing.TB, archive []byte) error {
	t.Helper()
	p, err := h.opened(t, archive)
	if err == nil {
		p.Close()
	}
	return err
}

func (h hostile) opened(t testing.TB, archive []byte) (*Package, error) {
	t.Helper()
	r, err := age.ParseX25519Recipient(h.keys.Public()[0])
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	w, err := age.Encrypt(&out, r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.Write(archive); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(h.dir, "a.tmcase")
	if err := os.WriteFile(path, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	return Open(t.Context(), path, h.keys, Options{Now: clock}, nil)
}

var abc = Bytes("a", []byte("abc"))

func TestArchivesBuiltByHand(t *testing.T) {
	h := newHostile(t)
	end := make([]byte, endSize)
	good := h.text(t, h.manifest(abc.Entry))
	content := entry(t, "a", []byte("abc"))
	if err := h.open(t, h.archive(t, good, content, end)); err != nil {
		t.Fatalf("the honest one: %v", err)
	}
	link := bytes.Clone(content)
	link[156] = '2'
	rights := bytes.Clone(content)
	rights[104] = '7'
	filling := bytes.Clone(content)
	filling[len(filling)-1] = 1
	named := func(names ...string) []byte {
		var all []Entry
		for _, n := range names {
			e := abc.Entry
			e.Name = n
			all = append(all, e)
		}
		return h.text(t, h.manifest(all...))
	}
	huge := abc.Entry
	huge.Size = MaxEntry
	negative := abc.Entry
	negative.Size = -1
	later := h.manifest(abc.Entry)
	later.Version = 2
	earlier := h.manifest(abc.Entry)
	earlier.Version = 0
	other := h.manifest(abc.Entry)
	other.Certificates = []string{strings.Repeat("0", 64)}
	nobody := h.manifest(abc.Entry)
	nobody.ID = ""
	for name, c := range map[string]struct {
		archive []byte
		want    casefile.ErrorCode
	}{
		"nothing":                     {nil, casefile.Damaged},
		"only the end":                {end, casefile.Damaged},
		"no signature":                {append(entry(t, manifestName, good), end...), casefile.Damaged},
		"a signature of nothing":      {append(append(entry(t, manifestName, good), entry(t, signatureName, nil)...), end...), casefile.Damaged},
		"somebody else's signature":   {h.archive(t, h.text(t, other), content, end), casefile.Damaged},
		"without its entry":           {h.archive(t, good, end), casefile.Damaged},
		"with another entry":          {h.archive(t, good, entry(t, "b", []byte("abc")), end), casefile.Damaged},
		"another content":             {h.archive(t, good, entry(t, "a", []byte("abd")), end), casefile.Damaged},
		"an entry more":               {h.archive(t, good, content, content, end), casefile.Damaged},
		"no end":                      {h.archive(t, good, content), casefile.Damaged},
		"half an end":                 {h.archive(t, good, content, end[:blockSize]), casefile.Damaged},
		"a long end":                  {h.archive(t, good, content, end, end), casefile.Damaged},
		"something behind the end":    {h.archive(t, good, content, end, []byte{1}), casefile.Damaged},
		"a link":                      {h.archive(t, good, link, end), casefile.Damaged},
		"other rights":                {h.archive(t, good, rights, end), casefile.Damaged},
		"something in the filling":    {h.archive(t, good, filling, end), casefile.Damaged},
		"a way out":                   {h.archive(t, named("../a"), entry(t, "../a", []byte("abc")), end), casefile.Damaged},
		"from the root":               {h.archive(t, named("/a"), entry(t, "/a", []byte("abc")), end), casefile.Damaged},
		"a name twice":                {h.archive(t, named("a", "a"), content, content, end), casefile.Damaged},
		"a second manifest":           {h.archive(t, named(manifestName), entry(t, manifestName, []byte("abc")), end), casefile.Damaged},
		"a bomb":                      {h.archive(t, h.text(t, h.manifest(huge)), content, end), casefile.Damaged},
		"less than nothing":           {h.archive(t, h.text(t, h.manifest(negative)), content, end), casefile.Damaged},
		"a later version":             {h.archive(t, h.text(t, later), content, end), casefile.Refused},
		"a version that never was":    {h.archive(t, h.text(t, earlier), content, end), casefile.Damaged},
		"no id":                       {h.archive(t, h.text(t, nobody), content, end), casefile.Damaged},
		"another format":              {h.archive(t, bytes.Replace(good, []byte(Format), []byte("other"), 1), content, end), casefile.Damaged},
		"an unknown field":            {h.archive(t, bytes.Replace(good, []byte(`"id"`), []byte(`"di"`), 1), content, end), casefile.Damaged},
		"a manifest with other space": {h.archive(t, append(bytes.Clone(good), ' '), content, end), casefile.Damaged},
		"a manifest that is no JSON":  {h.archive(t, []byte("{"), content, end), casefile.Damaged},
		"something behind a manifest": {h.archive(t, append(bytes.Clone(good), "{}"...), content, end), casefile.Damaged},
	} {
		t.Run(name, func(t *testing.T) {
			err := h.open(t, c.archive)
			if err == nil || casefile.CodeOf(err) != c.want {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Whoever can decrypt a package can encrypt an altered one again, so the seals of the encryption are not enough: every
// byte of the archive itself counts too.
func TestEveryFlippedByteOfTheArchiveIsDetected(t *testing.T) {
	h := newHostile(t)
	archive := h.archive(t, h.text(t, h.manifest(abc.Entry)), entry(t, "a", []byte("abc")), make([]byte, endSize))
	for i := range archive {
		bad := bytes.Clone(archive)
		bad[i] ^= 1 << (i % 8)
		if err := h.open(t, bad); err == nil || casefile.CodeOf(err) == casefile.Failed {
			t.Errorf("byte %d of %d altered: %v", i, len(archive), err)
		}
	}
	t.Logf("%d bytes", len(archive))
}

// What is opened must be, to the byte, what its own manifest, signature and contents make up.
func FuzzOpen(f *testing.F) {
	h := newHostile(f)
	good := h.archive(f, h.text(f, h.manifest(abc.Entry)), entry(f, "a", []byte("abc")), make([]byte, endSize))
	f.Add(good)
	f.Add(good[:len(good)-1])
	f.Add(good[:blockSize])
	f.Fuzz(func(t *testing.T, archive []byte) {
		p, err := h.opened(t, archive)
		if err != nil {
			return
		}
		defer p.Close()
		again := append(entry(t, manifestName, p.ManifestText), entry(t, signatureName, p.SignatureDER)...)
		for _, e := range p.Manifest.Entries {
			b, err := p.Read(e.Name, e.Size)
			if err != nil {
				t.Fatal(err)
			}
			again = append(again, entry(t, e.Name, b)...)
		}
		if again = append(again, zeros[:]...); !bytes.Equal(archive, again) {
			t.Error("an archive was opened that says more than its manifest")
		}
	})
}

func FuzzDecodeManifest(f *testing.F) {
	h := newHostile(f)
	f.Add(h.text(f, h.manifest(abc.Entry)))
	f.Add([]byte(`{"entries":null}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		m, err := decodeManifest(b)
		if err != nil {
			return
		}
		if again, err := m.encode(); err != nil || !bytes.Equal(again, b) {
			t.Errorf("written again it is another: %v", err)
		}
	})
}

func BenchmarkWriteAndOpen(b *testing.B) {
	h := newHostile(b)
	const size = 64 << 20
	file := Bytes("a", make([]byte, size))
	b.SetBytes(size)
	for i := 0; b.Loop(); i++ {
		path := filepath.Join(h.dir, fmt.Sprint(i))
		if _, err := Write(b.Context(), path, Params{Manifest: Manifest{Kind: WholeCase}, Files: []File{file}, To: Recipients{Keys: h.keys.Public()}, Signer: h.id, Now: clock}, nil); err != nil {
			b.Fatal(err)
		}
		p, err := Open(b.Context(), path, h.keys, Options{Now: clock}, nil)
		if err != nil {
			b.Fatal(err)
		}
		p.Close()
		os.Remove(path)
	}
}
