package disk_test

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"tracemark/casefile/disk"
)

// holderFile makes the test binary a process that holds the file until it is killed.
const holderFile = "TRACEMARK_TEST_HOLD"

var me = disk.Holder{Person: "A. Examiner", Program: "test", PID: 7, Host: "here", Since: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}

func TestMain(m *testing.M) {
	path := os.Getenv(holderFile)
	if path == "" {
		os.Exit(m.Run())
	}
	if _, err := disk.Acquire(path, me); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("held")
	select {}
}

func TestOneHoldsAndTheOtherLearnsWho(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	first, err := disk.Acquire(path, me)
	if err != nil {
		t.Fatal(err)
	}
	var held *disk.HeldError
	if _, err := disk.Acquire(path, disk.Holder{}); !errors.As(err, &held) || held.Holder != me {
		t.Fatalf("got %v", err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	second, err := disk.Acquire(path, me)
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Release(); err != nil {
		t.Fatal(err)
	}
}

func TestAHolderThatIsKilledHoldsNobodyUp(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	exe, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(exe)
	cmd.Env = append(os.Environ(), holderFile+"="+path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); line != "held\n" {
		t.Fatalf("the other process says %q, %v", line, err)
	}
	var held *disk.HeldError
	if _, err := disk.Acquire(path, disk.Holder{}); !errors.As(err, &held) || held.Holder != me {
		t.Errorf("got %v", err)
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	cmd.Wait()
	if b, err := os.ReadFile(path); err != nil || len(b) == 0 {
		t.Fatalf("the kill left no text to be misled by: %q, %v", b, err)
	}
	l, err := disk.Acquire(path, disk.Holder{})
	if err != nil {
		t.Fatal(err)
	}
	if err := l.Release(); err != nil {
		t.Error(err)
	}
}

func TestWhoCannotSayWhoTheyAreStillHolds(t *testing.T) {
	path := filepath.Join(t.TempDir(), "lock")
	l, err := disk.Acquire(path, me)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Release()
	if err := os.WriteFile(path, []byte("{"), 0o644); err != nil {
		t.Fatal(err)
	}
	var held *disk.HeldError
	if _, err := disk.Acquire(path, me); !errors.As(err, &held) || held.Holder != (disk.Holder{}) {
		t.Errorf("got %v", err)
	}
}

func TestAPlaceThatMayNotBeWrittenToIsToldApart(t *testing.T) {
	if _, err := disk.Acquire(filepath.Join(t.TempDir(), "none", "lock"), me); err == nil || disk.IsReadOnly(err) || disk.IsFull(err) {
		t.Errorf("a missing folder: %v", err)
	}
	if err := fmt.Errorf("x: %w", os.ErrPermission); !disk.IsReadOnly(err) {
		t.Error("no right to write is not told")
	}
}
