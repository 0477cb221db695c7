package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/app/validate"
	"tracemark/casefile"
)

func (p *program) validate() *cobra.Command {
	var o validate.Options
	var out struct{ reference, csv, plot, certificate string }
	var rules []string
	var c validate.Collection
	cmd := &cobra.Command{
		Use:   "validate DIR --truth truth.csv",
		Short: "Measure the methods on scans whose sources are known",
		Long: "Compares every pair of the scans that the truth lists (columns \"scan\" and one that groups them by source) and\n" +
			"says how well each score tells pairs of one source from pairs of two, with a published table's figures beside.\n" +
			"Names are looked up in DIR first. What it finds holds for these scans and others like them.",
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, file := range []string{out.reference, out.csv, out.plot} {
				if err := canWrite(file); err != nil {
					return err
				}
			}
			var desk *casework.Desk
			if out.certificate != "" { // before the work: a certificate that cannot be written is known now
				var err error
				if out.certificate, err = casework.FreshFile(out.certificate); err != nil {
					return err
				}
				if desk, err = p.desk(); err != nil {
					return err
				}
				defer desk.Close()
				leave, err := p.enter(cmd.Context(), desk, false)
				if err != nil {
					return err
				}
				defer leave() // a log-out that cannot be written down does not undo the certificate
			}
			o.Dir, o.Progress, o.Methods = args[0], p.progress(), append(o.Methods, rules...)
			r, err := validate.Run(cmd.Context(), o)
			if err != nil {
				return err
			}
			if err := errors.Join(
				writeOut(out.csv, r.WriteCSV),
				writeOut(out.plot, r.WritePlot),
				writeOut(out.reference, func(w io.Writer) error { return writeReference(r, args[0], c, w) }),
			); err != nil {
				return err
			}
			if desk != nil {
				if err := desk.Certify(cmd.Context(), r, collectionName(c, args[0]), out.certificate); err != nil {
					return err
				}
			}
			if err := p.print(r, func(w io.Writer) { err = r.WriteText(w) }); err != nil {
				return err
			}
			return err
		},
	}
	f := cmd.Flags()
	f.StringVar(&o.Truth, "truth", "", "CSV that says which source each scan comes from")
	f.StringVar(&o.Published, "published", "", "CSV of published counts for the same pairs")
	f.StringSliceVar(&o.Methods, "methods", nil, "run these methods only, and those of every comparison, registered and surface (default: all)")
	f.StringSliceVar(&rules, "rules", nil, "the same as --methods")
	f.IntVar(&o.Jobs, "jobs", 0, "pairs compared at the same time (default: one per core)")
	f.StringVar(&out.reference, "reference", "", "write the default score's distributions to this file, as a reference set for reports")
	f.StringVar(&c.Name, "name", "", "name of the reference set (default: the folder's)")
	f.StringVar(&c.Source, "source", "", "where its scans come from, with their licence")
	f.StringVar((*string)(&c.Mark), "mark", string(casefile.BreechFace), "mark that the scans show")
	f.StringSliceVar(&c.Makes, "make", nil, "makes of the firearms; the set speaks for no others")
	f.StringSliceVar(&c.Ammunition, "ammunition", nil, "ammunition fired; the set speaks for no other")
	f.StringSliceVar(&c.Instruments, "instrument", nil, "what recorded the scans, where they do not state it (default: as they state)")
	f.StringVar(&out.csv, "csv", "", "write every pair with its scores to this CSV file")
	f.StringVar(&out.plot, "plot", "", "draw the distributions and Tippett plots to this PNG file")
	f.StringVar(&out.certificate, "certificate", "", "write a signed certificate of the run to this PDF `file`: program, machine, data, figures")
	_ = cmd.MarkFlagRequired("truth") // only fails for a flag that is not there
	return p.jsonFlag(cmd)
}

// collectionName is how the scans are called: the folder's name unless another was given.
func collectionName(c validate.Collection, dir string) string {
	if c.Name != "" {
		return c.Name
	}
	return filepath.Base(filepath.Clean(dir))
}

func writeReference(r validate.Report, dir string, c validate.Collection, w io.Writer) error {
	c.Name = collectionName(c, dir)
	c.Description, c.Date = fmt.Sprintf("%d scans grouped by %s", r.Scans, r.Grouping), time.Now().UTC()
	set, err := r.Reference(r.Default, c)
	if err != nil {
		return err
	}
	return set.Encode(w)
}

// canWrite refuses a file in a folder that is not there before hours of work are spent on what goes into it.
func canWrite(file string) error {
	if file == "" {
		return nil
	}
	if info, err := os.Stat(filepath.Dir(file)); err != nil || !info.IsDir() {
		return &casefile.Error{Code: casefile.NotFound, What: "There is no folder %[1]s for %[2]s", Do: "Make it, or name another one", Args: []any{filepath.Dir(file), filepath.Base(file)}, Cause: err}
	}
	return nil
}

// writeOut writes a file through a temporary one beside it, so that a failure leaves no half of it.
func writeOut(file string, write func(io.Writer) error) error {
	if file == "" {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".tracemark-*")
	if err == nil {
		defer os.Remove(f.Name()) // fails, rightly, after the rename
		err = errors.Join(write(f), f.Chmod(0o644), f.Close())
	}
	if err == nil {
		err = os.Rename(f.Name(), file)
	}
	var said *casefile.Error
	if errors.As(err, &said) {
		return err
	}
	if err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be written (%[2]v)", Do: "Check the disk and the folder's permissions", Args: []any{file, err}, Cause: err}
	}
	return nil
}
