package casework_test

import (
	"context"
	"net"
	"path/filepath"
	"testing"
	"time"

	"tracemark/app/casework"
	"tracemark/casefile"
)

// A service that takes the call and never answers is waited for by whoever asked it, and by nobody else.
func TestASilentServiceKeepsNobodyFromTheCase(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	called := make(chan struct{})
	go func() {
		c, err := silent.Accept()
		if err != nil {
			return
		}
		defer c.Close()
		close(called)
		<-t.Context().Done()
	}()
	desk, err := casework.Open(filepath.Join(t.TempDir(), "home"))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "case")
	if _, err := desk.CreateCaseAt(t.Context(), path, casefile.NewCase{Number: "26-1"}); err != nil {
		t.Fatal(err)
	}
	importScan(t, desk, path, simulated(t, 1)[0], "Q")
	key := filepath.Join(t.TempDir(), "key")
	write(t, key, "tmk_0123456789012345678901234567890123456789")
	desk.Use(func(s *casework.Settings) { s.Service, s.ServiceKeyFile = "http://"+silent.Addr().String(), key })

	ctx, stop := context.WithCancel(t.Context())
	asked := make(chan error, 1)
	go func() {
		_, err := desk.Correlate(ctx, path, "Q", casefile.CorrelateOptions{}, nil)
		asked <- err
	}()
	<-called
	opened := make(chan error, 1)
	go func() {
		_, err := desk.Case(t.Context(), path)
		opened <- err
	}()
	select {
	case err := <-opened:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second): // it takes milliseconds
		t.Error("the case waits for the service")
	}
	stop()
	if err := <-asked; err == nil {
		t.Error("a silent service gave an answer")
	}
	if err := desk.Close(); err != nil {
		t.Error(err)
	}
}
