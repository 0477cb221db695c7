package signtest

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// maxRequest bounds what a service reads, in bytes.
const maxRequest = 1 << 16

// ServeHTTP answers as the service of the path does. Every answer is made by openssl.
func (p *PKI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	p.mu.Lock()
	other := p.other[r.URL.Path]
	p.mu.Unlock()
	if other != nil {
		other.ServeHTTP(w, r)
		return
	}
	out, kind, err := p.Answer(r.URL.Path, body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Length", strconv.Itoa(len(out)))
	if _, err := w.Write(out); err != nil { // the client has gone
		return
	}
}

// Answer returns what the service at a path answers to a request, and of what type that is.
func (p *PKI) Answer(path string, request []byte) (answer []byte, kind string, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if err := os.WriteFile(filepath.Join(p.Dir, "request"), request, 0o600); err != nil {
		return nil, "", err
	}
	issuer, isOCSP := strings.CutPrefix(path, "/ocsp/")
	switch {
	case path == "/tsa":
		answer, err = p.made("ts", "-reply", "-config", "ca.cnf", "-section", "service", "-queryfile", "request", "-out", "answer")
		return answer, "application/timestamp-reply", err
	case isOCSP:
		name := filepath.Base(issuer)
		answer, err = p.made("ocsp", "-index", name+".index", "-CA", name+".pem", "-rsigner", name+"-ocsp.pem", "-rkey", name+"-ocsp.key",
			"-reqin", "request", "-respout", "answer", "-nmin", "60")
		return answer, "application/ocsp-response", err
	default:
		answer, err = os.ReadFile(filepath.Join(p.Dir, filepath.Base(path)))
		return answer, "application/pkix-crl", err
	}
}

// made runs openssl and returns the file that it writes.
func (p *PKI) made(args ...string) ([]byte, error) {
	if out, err := p.run(args...); err != nil {
		return nil, &failedError{string(out), err}
	}
	return os.ReadFile(filepath.Join(p.Dir, "answer"))
}

// failedError is what openssl said when it did not do what it was asked.
type failedError struct {
	said string
	err  error
}

func (e *failedError) Error() string { return e.err.Error() + ": " + e.said }

func (e *failedError) Unwrap() error { return e.err }
