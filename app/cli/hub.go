package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tracemark/app/analysis"
	"tracemark/app/casework"
	"tracemark/app/hub/server"
	"tracemark/casefile"
)

// hubClosing is how long a service that is told to stop waits for answers under way.
const hubClosing = 10 * time.Second

func (p *program) hub() *cobra.Command {
	var dir string
	var l server.Listen
	var stages server.Config
	cmd := &cobra.Command{
		Use:   "hub --listen 127.0.0.1:PORT",
		Short: "Run the correlation service for several workstations",
		Long: "Runs the service until it is stopped (Ctrl-C). Beyond loopback it needs a TLS certificate and key. Every agency\n" +
			"needs a key of its own, made by `tracemark hub add-agency`; what one agency submits is visible to others only by\n" +
			"its own sharing rule.",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if l.Address == "" {
				return p.usage("The service needs an address to listen on", "Say --listen 127.0.0.1:8443")
			}
			return p.serve(cmd.Context(), dir, l, stages)
		},
	}
	f := cmd.Flags()
	f.StringVar(&l.Address, "listen", "", "address to listen on, host:port; port 0 takes a free one")
	f.StringVar(&l.CertFile, "tls-cert", "", "PEM file with the TLS certificate")
	f.IntVar(&stages.Surfaces, "surfaces", server.DefaultSurfaces, "recordings of a mark that whole surfaces look at, the best by rings")
	f.IntVar(&stages.Cells, "cells", server.DefaultCells, "recordings of a mark that congruent cells look at, the best by whole surfaces")
	f.StringVar(&l.KeyFile, "tls-key", "", "PEM file with its key")
	cmd.PersistentFlags().StringVar(&dir, "dir", "", "folder for the service's data (default hub-server in the data folder)")
	cmd.AddCommand(p.addAgency(&dir))
	return p.jsonFlag(cmd)
}

func (p *program) serve(ctx context.Context, dir string, l server.Listen, stages server.Config) error {
	if stages.Surfaces < 1 || stages.Cells < 1 {
		return p.usage("A stage of a search must look at one recording at least", "Give --surfaces and --cells numbers above 0")
	}
	s, err := p.openHub(ctx, dir, stages)
	if err != nil {
		return err
	}
	url, err := s.Listen(l)
	if err == nil {
		err = p.print(map[string]string{"url": url}, func(w io.Writer) {
			fmt.Fprintf(w, "Correlation service at %s\nThe contract is at %s/openapi.json. Stop it with Ctrl-C.\n", url, url)
		})
	}
	if err == nil {
		<-ctx.Done() // a person stops it: that is its proper end
		fmt.Fprintln(p.Stderr, "Stopping.")
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), hubClosing)
	defer cancel()
	return errors.Join(err, s.Close(closing))
}

func (p *program) addAgency(dir *string) *cobra.Command {
	var name, keyFile string
	cmd := &cobra.Command{
		Use:   "add-agency ID --name NAME",
		Short: "Let an agency use the service, and print its key",
		Long: "Makes the agency known to the service and prints its key, which is shown this once: the service keeps only a\n" +
			"hash of it. For an agency that is known already it makes a new key, and the old one opens nothing any more.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if name == "" {
				name = args[0]
			}
			s, err := p.openHub(cmd.Context(), *dir, server.Config{})
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, s.Close(context.WithoutCancel(cmd.Context()))) }()
			// The file before the key: where it cannot be written, the key that the agency has must go on to work.
			var file *os.File
			if keyFile != "" {
				if file, err = os.OpenFile(keyFile, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600); err != nil {
					return &casefile.Error{Code: casefile.Failed, What: "The key cannot be written to %[1]s", Do: "Name a new file in a folder that exists", Args: []any{keyFile}, Cause: err}
				}
			}
			key, err := s.AddAgency(cmd.Context(), args[0], name)
			if err != nil {
				return errors.Join(err, discard(file))
			}
			if file != nil {
				if err := writeSecret(file, key); err != nil {
					return err
				}
				key = ""
			}
			return p.print(map[string]string{"id": args[0], "name": name, "key": key, "key_file": keyFile}, func(w io.Writer) {
				if keyFile != "" {
					fmt.Fprintf(w, "Agency %s (%s); its key is in %s\n", args[0], name, keyFile)
					return
				}
				fmt.Fprintf(w, "Agency %s (%s)\nKey: %s\n", args[0], name, key)
			})
		},
	}
	cmd.Flags().StringVar(&name, "name", "", "the agency's full name (default: its id)")
	cmd.Flags().StringVar(&keyFile, "key-file", "", "write the key to this new file, which only you may read, instead of printing it")
	return p.jsonFlag(cmd)
}

func writeSecret(f *os.File, secret string) error {
	_, err := f.WriteString(secret + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The key could not be written to %[1]s", Do: "Make room on the disk, then make the key again", Args: []any{f.Name()}, Cause: err}
	}
	return nil
}

// discard removes a file that nothing was written to.
func discard(f *os.File) error {
	if f == nil {
		return nil
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

func (p *program) openHub(ctx context.Context, dir string, c server.Config) (*server.Server, error) {
	if dir == "" {
		home := p.home
		if home == "" {
			var err error
			if home, err = casework.DefaultHome(); err != nil {
				return nil, err
			}
		}
		dir = filepath.Join(home, "hub-server")
	}
	c.Dir, c.Engine = dir, analysis.NewEngine()
	return server.Open(ctx, c)
}
