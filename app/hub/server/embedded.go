package server

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tracemark/app/hub/api"
	"tracemark/app/hub/store"
	"tracemark/casefile"
)

// EmbeddedAgency is the id of the one agency of an embedded service.
const EmbeddedAgency = "local"

// Embedded is a service inside the program that uses it.
type Embedded struct {
	*Server
	URL string // on loopback
	Key string // of the one agency it knows
}

// StartEmbedded starts the service on a free port of 127.0.0.1, with its data in dir. It makes its own key, kept in dir in
// a file that only its user may read. Several programs may do so with one folder at the same time.
func StartEmbedded(ctx context.Context, dir, agencyName string, e Engine) (*Embedded, error) {
	return StartEmbeddedWith(ctx, agencyName, Config{Dir: dir, Engine: e})
}

// StartEmbeddedWith is StartEmbedded with every setting.
func StartEmbeddedWith(ctx context.Context, agencyName string, cfg Config) (*Embedded, error) {
	s, err := Open(ctx, cfg)
	if err != nil {
		return nil, err
	}
	if agencyName == "" {
		agencyName = "This agency"
	}
	key, err := ownKey(filepath.Join(cfg.Dir, "agency.key"))
	if err == nil {
		err = s.store.PutAgency(ctx, api.Agency{ID: EmbeddedAgency, Name: agencyName}, key)
	}
	var url string
	if err == nil {
		url, err = s.Listen(Listen{Address: "127.0.0.1:0"})
	}
	if err != nil {
		return nil, errors.Join(err, s.Close(ctx))
	}
	return &Embedded{Server: s, URL: url, Key: key}, nil
}

// ownKey returns the key in file, making both when they are missing. The file appears whole or not at all, and of two
// programs that make it at once one wins.
func ownKey(file string) (string, error) {
	for range 3 {
		b, err := os.ReadFile(file)
		if err == nil {
			if key := strings.TrimSpace(string(b)); len(key) >= 32 {
				return key, os.Chmod(file, 0o600)
			}
			return "", &casefile.Error{Code: casefile.Damaged, What: "The key of the embedded correlation service is damaged",
				Do: "Remove the file %[1]s in the service's folder; a new one is made", Args: []any{filepath.Base(file)}}
		}
		if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("read agency key: %w", err)
		}
		if err := writeKey(file); err != nil && !errors.Is(err, fs.ErrExist) {
			return "", fmt.Errorf("make agency key: %w", err)
		}
	}
	return "", fmt.Errorf("make agency key: %s does not stay", filepath.Base(file))
}

func writeKey(file string) error {
	f, err := os.CreateTemp(filepath.Dir(file), ".key-*") // made with the rights 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = fmt.Fprintln(f, store.NewKey())
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Link(f.Name(), file) // unlike a rename it does not replace
}
