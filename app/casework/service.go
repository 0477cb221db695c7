package casework

import (
	"context"
	"crypto/x509"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"tracemark/app/analysis"
	"tracemark/app/hub/api"
	"tracemark/app/hub/client"
	"tracemark/app/hub/server"
	"tracemark/casefile"
)

// service is the link to a correlation service, the workstation's own or another.
type service struct {
	*client.Client
	agency   api.Agency       // whom the service takes us for
	embedded *server.Embedded // nil for another's service
	address  string           // by which it was asked for
}

// serviceClosing is how long the embedded service may take to put its work down.
const serviceClosing = 5 * time.Second

func (s *service) close() error {
	s.Client.Close()
	if s.embedded == nil {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.Background(), serviceClosing)
	defer cancel()
	return s.embedded.Close(ctx)
}

// name is how the service is called in a case: its address, or that it is our own.
func (s *service) name() string {
	if s.embedded != nil {
		return "this workstation"
	}
	return s.address
}

// link returns the link to the correlation service of the settings, making it when first needed.
func (d *Desk) link(ctx context.Context) (*service, error) {
	set := d.Settings()
	d.linking.Lock()
	defer d.linking.Unlock()
	if d.service != nil && d.service.address == set.Service {
		return d.service, nil
	}
	if d.service != nil {
		if err := d.service.close(); err != nil {
			return nil, err
		}
		d.service = nil
	}
	s, err := connect(ctx, set, filepath.Join(d.home, "hub"))
	if err != nil {
		return nil, err
	}
	d.service = s
	return s, nil
}

func connect(ctx context.Context, set Settings, dir string) (s *service, err error) {
	s = &service{address: set.Service}
	url, key := set.Service, ""
	if url == "" {
		// The service outlives the call that first needs it.
		s.embedded, err = server.StartEmbedded(context.WithoutCancel(ctx), dir, set.Agency, analysis.NewEngine())
		if err != nil {
			return nil, err
		}
		url, key = s.embedded.URL, s.embedded.Key
	} else if key, err = readKey(set.ServiceKeyFile); err != nil {
		return nil, err
	}
	roots, err := readRoots(set.ServiceCAFile)
	if err == nil {
		s.Client, err = client.New(url, key, roots)
	}
	if err == nil {
		if s.agency, err = s.Client.Agency(ctx); err == nil {
			return s, nil
		}
		s.Client.Close()
	}
	if s.embedded != nil {
		err = errors.Join(err, s.embedded.Close(context.WithoutCancel(ctx)))
	}
	return nil, err
}

func readKey(file string) (string, error) {
	if file == "" {
		return "", &casefile.Error{Code: casefile.Invalid, What: "The correlation service needs this agency's key", Do: "Name the file that holds it in the settings"}
	}
	b, err := os.ReadFile(file)
	if err != nil {
		return "", &casefile.Error{Code: casefile.NotFound, What: "The key file %[1]s cannot be read", Do: "Correct its name, or ask the service's administrator for a key", Args: []any{file}, Cause: err}
	}
	return strings.TrimSpace(string(b)), nil
}

func readRoots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	b, err := os.ReadFile(file)
	roots := x509.NewCertPool()
	if err == nil && !roots.AppendCertsFromPEM(b) {
		err = errors.New("no certificate in it")
	}
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Invalid, What: "The certificate file %[1]s cannot be read", Do: "Give a PEM file", Args: []any{file}, Cause: err}
	}
	return roots, nil
}

// sharing turns the setting into the service's rule.
func sharing(text string) api.Sharing {
	switch text = strings.TrimSpace(text); text {
	case "", string(api.Private):
		return api.Sharing{Rule: api.Private}
	case string(api.All):
		return api.Sharing{Rule: api.All}
	}
	rule := api.Sharing{Rule: api.Agencies}
	for _, id := range strings.Split(text, ",") {
		if id = strings.TrimSpace(id); id != "" {
			rule.Agencies = append(rule.Agencies, id)
		}
	}
	return rule
}
