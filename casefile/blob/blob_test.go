package blob_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"tracemark/casefile"
	"tracemark/casefile/blob"
)

// SHA-256 of "abc": FIPS 180-4, the example of its appendix.
const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

func open(t *testing.T) *blob.Store {
	t.Helper()
	s, err := blob.Open(filepath.Join(t.TempDir(), "originals"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func put(t *testing.T, s *blob.Store, content string) string {
	t.Helper()
	sha, size, err := s.Put(t.Context(), strings.NewReader(content))
	if err != nil || size != int64(len(content)) {
		t.Fatalf("size %d, %v", size, err)
	}
	return sha
}

func TestAnOriginalIsKeptReadOnlyUnderItsHash(t *testing.T) {
	s := open(t)
	for range 2 { // the second time changes nothing
		if got := put(t, s, "abc"); got != abc {
			t.Fatalf("got %s", got)
		}
	}
	fi, err := os.Stat(filepath.Join(s.Dir(), "ba", abc))
	if err != nil || fi.Mode().Perm() != 0o444 {
		t.Errorf("%v, %v", fi, err)
	}
	if b, err := s.Read(t.Context(), abc); err != nil || string(b) != "abc" {
		t.Errorf("read %q, %v", b, err)
	}
	f, err := s.Open(abc)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if b, err := io.ReadAll(f); err != nil || string(b) != "abc" {
		t.Errorf("read %q, %v", b, err)
	}
	if n, err := s.Size(abc); err != nil || n != 3 {
		t.Errorf("size %d, %v", n, err)
	}
	if left := temporary(t, s); len(left) != 0 {
		t.Errorf("left over: %v", left)
	}
}

func TestAnAlteredOriginalIsDamaged(t *testing.T) {
	s := open(t)
	put(t, s, "abc")
	path, err := s.Path(abc)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Chmod(path, 0o644), os.WriteFile(path, []byte("abd"), 0o444)); err != nil {
		t.Fatal(err)
	}
	if err := s.Verify(t.Context(), abc); casefile.CodeOf(err) != casefile.Damaged || err == nil {
		t.Errorf("verify: %v", err)
	}
	if b, err := s.Read(t.Context(), abc); b != nil || casefile.CodeOf(err) != casefile.Damaged {
		t.Errorf("read: %q, %v", b, err)
	}
	if _, _, err := s.Put(t.Context(), strings.NewReader("abc")); casefile.CodeOf(err) != casefile.Damaged || err == nil {
		t.Errorf("putting it again must report the damage, not hide it: %v", err)
	}
}

func TestNamesThatAreNoHashLeadNowhere(t *testing.T) {
	s := open(t)
	for _, name := range []string{"", "..", "../../etc/passwd", strings.ToUpper(abc), abc[:63], abc + "0", strings.Repeat("/", 64)} {
		if _, err := s.Open(name); casefile.CodeOf(err) != casefile.Invalid || err == nil {
			t.Errorf("%q: %v", name, err)
		}
	}
	if err := s.Verify(t.Context(), abc); casefile.CodeOf(err) != casefile.NotFound || err == nil {
		t.Errorf("missing: %v", err)
	}
}

func TestAPutThatIsInterruptedLeavesNothing(t *testing.T) {
	s := open(t)
	broken := errors.New("the cable came out")
	if _, _, err := s.Put(t.Context(), io.MultiReader(strings.NewReader("ab"), iotest.ErrReader(broken))); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := s.Put(ctx, strings.NewReader("abc")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	entries, err := os.ReadDir(s.Dir())
	if err != nil || len(entries) != 0 {
		t.Errorf("left over: %v, %v", entries, err)
	}
}

func TestOpenClearsWhatAKillLeftAndNothingElse(t *testing.T) {
	s := open(t)
	put(t, s, "abc")
	if err := os.WriteFile(filepath.Join(s.Dir(), ".put-1"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	// Somebody is writing while the folder is opened by somebody else.
	r, w := io.Pipe()
	done := make(chan error)
	go func() {
		sha, _, err := s.Put(t.Context(), r)
		if err == nil {
			err = s.Verify(t.Context(), sha)
		}
		done <- err
	}()
	if _, err := w.Write([]byte("first half,")); err != nil { // returns when it was read: the file is made
		t.Fatal(err)
	}
	if _, err := blob.Open(s.Dir()); err != nil {
		t.Fatal(err)
	}
	if left := temporary(t, s); len(left) != 1 || filepath.Base(left[0]) == ".put-1" {
		t.Errorf("temporary files: %v", left)
	}
	if _, err := w.Write([]byte(" second half")); err != nil {
		t.Fatal(err)
	}
	w.Close()
	if err := <-done; err != nil {
		t.Errorf("the one that was under way: %v", err)
	}
	if err := s.Verify(t.Context(), abc); err != nil {
		t.Error(err)
	}
}

func TestTheSameOriginalCanBePutByManyAtOnce(t *testing.T) {
	s := open(t)
	content := bytes.Repeat([]byte("surface"), 10_000)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			other, err := blob.Open(s.Dir())
			if err != nil {
				t.Error(err)
				return
			}
			sha, _, err := other.Put(t.Context(), bytes.NewReader(content))
			if err != nil {
				t.Error(err)
			} else if err := s.Verify(t.Context(), sha); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func temporary(t *testing.T, s *blob.Store) []string {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(s.Dir(), ".put-*"))
	if err != nil {
		t.Fatal(err)
	}
	return left
}
