package server

import (
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"tracemark/casefile"
)

// Listen is where and how a server listens.
type Listen struct {
	Address  string // host:port; port 0 takes a free one
	CertFile string // PEM; with KeyFile, for TLS
	KeyFile  string
}

// Listen begins to answer and returns the URL under which it does. Without TLS it listens on loopback only: keys and
// evidence do not travel in the clear.
func (s *Server) Listen(l Listen) (url string, err error) {
	secure := l.CertFile != "" || l.KeyFile != ""
	host, _, err := net.SplitHostPort(l.Address)
	if err != nil {
		return "", &casefile.Error{Code: casefile.Invalid, What: "The address to listen on is not of the form host:port",
			Do: "Give one such as 127.0.0.1:8443", Cause: err}
	}
	if !secure && !isLoopback(host) {
		return "", noTLS()
	}
	var cert tls.Certificate
	if secure {
		if cert, err = tls.LoadX509KeyPair(l.CertFile, l.KeyFile); err != nil {
			return "", &casefile.Error{Code: casefile.Invalid, What: "The TLS certificate and its key cannot be read",
				Do: "Give a PEM file for each, the key belonging to the certificate", Cause: err}
		}
	}
	ln, err := net.Listen("tcp", l.Address)
	if err != nil {
		return "", &casefile.Error{Code: casefile.Failed, What: "The service cannot listen on %[1]s",
			Do: "Choose another port, or stop the program that uses it", Args: []any{l.Address}, Cause: err}
	}
	// A name such as localhost leads where the machine's tables say: what counts is where we really listen.
	if at, ok := ln.Addr().(*net.TCPAddr); !secure && (!ok || !at.IP.IsLoopback()) {
		return "", errors.Join(noTLS(), ln.Close())
	}
	scheme := "http://"
	address := ln.Addr().String()
	if secure {
		scheme = "https://"
		ln = tls.NewListener(ln, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"}})
	}
	h := &http.Server{
		Handler:           s.Handler(),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       time.Minute,      // of a small request; uploads set their own
		WriteTimeout:      10 * time.Minute, // of the largest original; streams of events set their own
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    1 << 16,
		ErrorLog:          slog.NewLogLogger(slog.Default().Handler(), slog.LevelWarn),
	}
	s.mu.Lock()
	s.https = append(s.https, h)
	s.mu.Unlock()
	go func() {
		if err := h.Serve(ln); err != nil && !errors.Is(err, http.ErrServerClosed) {
			slog.Error("hub stopped listening", "address", address, "err", err)
		}
	}()
	return scheme + address, nil
}

func isLoopback(host string) bool {
	if host == "localhost" {
		return true
	}
	ip := net.ParseIP(host)
	return ip != nil && ip.IsLoopback()
}

func noTLS() error {
	return &casefile.Error{Code: casefile.Refused, What: "The service listens beyond this machine with TLS only",
		Do: "Give a certificate and its key, or listen on 127.0.0.1"}
}
