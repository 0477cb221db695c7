package casework

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// CasesFolder returns the folder that CreateCase makes cases in.
func (d *Desk) CasesFolder() string {
	if f := d.Settings().CasesFolder; f != "" {
		return f
	}
	return filepath.Join(d.home, "cases")
}

// CreateCase makes a case in a folder of its own inside CasesFolder.
func (d *Desk) CreateCase(ctx context.Context, c casefile.NewCase) (casefile.CaseRef, error) {
	if err := d.allow(ctx, casefile.BeginCase); err != nil {
		return casefile.CaseRef{}, err
	}
	if strings.TrimSpace(c.Number) == "" {
		return casefile.CaseRef{}, numberMissing()
	}
	return d.CreateCaseAt(ctx, filepath.Join(d.CasesFolder(), folderName(c.Number)), c)
}

// CreateCaseAt makes a case in the folder path, which must not exist yet or be empty.
func (d *Desk) CreateCaseAt(ctx context.Context, path string, c casefile.NewCase) (casefile.CaseRef, error) {
	if err := d.allow(ctx, casefile.BeginCase); err != nil {
		return casefile.CaseRef{}, err
	}
	if strings.TrimSpace(c.Number) == "" {
		return casefile.CaseRef{}, numberMissing()
	}
	dir, err := filepath.Abs(path)
	if err != nil {
		return casefile.CaseRef{}, fmt.Errorf("case folder %q: %w", path, err)
	}
	who, err := d.person(ctx)
	if err != nil {
		return casefile.CaseRef{}, err
	}
	s, err := store.Create(ctx, dir, casefile.Case{
		Number: strings.TrimSpace(c.Number), Title: strings.TrimSpace(c.Title), Offence: c.Offence,
		Agency: who.Agency, Status: casefile.CaseOpen,
	}, who, store.Options{Now: d.now, Person: who.Name})
	if err != nil {
		return casefile.CaseRef{}, err
	}
	d.mu.Lock()
	d.open[dir] = s
	d.mu.Unlock()
	if _, _, err := d.acting(ctx, dir); err != nil {
		return casefile.CaseRef{}, err
	}
	if err := d.remember(dir); err != nil {
		return casefile.CaseRef{}, err
	}
	return d.Case(ctx, dir)
}

func numberMissing() error {
	return &casefile.Error{Code: casefile.Invalid, What: "A case needs a number", Do: "Give the agency's own case number"}
}

// folderName makes a folder's name of a case number: letters, digits, dots and hyphens stay.
func folderName(number string) string {
	name := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '.' {
			return r
		}
		return '_'
	}, strings.TrimSpace(number))
	if strings.Trim(name, ".") == "" {
		return "case_" + strings.ReplaceAll(name, ".", "_")
	}
	return name
}

// OpenCase opens the case in the folder path to work on it (see HoldCase) and adds it to the known cases.
func (d *Desk) OpenCase(ctx context.Context, path string) (casefile.CaseRef, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.CaseRef{}, err
	}
	ref, err := d.HoldCase(ctx, path)
	if err != nil {
		return ref, err
	}
	return ref, d.remember(ref.Path)
}

// Case returns the case in the folder path with its counts.
func (d *Desk) Case(ctx context.Context, path string) (casefile.CaseRef, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return casefile.CaseRef{}, err
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return casefile.CaseRef{}, err
	}
	return d.caseRef(ctx, s)
}

func (d *Desk) caseRef(ctx context.Context, s *store.Store) (casefile.CaseRef, error) {
	ref := casefile.CaseRef{Path: s.Dir()}
	var err error
	if ref.Case, err = s.Case(ctx); err != nil {
		return ref, err
	}
	n, err := s.Counts(ctx)
	if err != nil {
		return ref, err
	}
	ref.Exhibits, ref.Captures, ref.Comparisons, ref.Reports = n.Exhibits, n.Captures, n.Comparisons, n.Reports
	_, ref.Demo, err = s.Setting(ctx, demoSetting)
	return ref, err
}

// Cases returns the cases that this workstation knows: the demonstration case first, then the newest first. One whose
// folder is missing or damaged is in the list with its Problem.
func (d *Desk) Cases(ctx context.Context) ([]casefile.CaseRef, error) {
	if err := d.allow(ctx, casefile.ReadCase); err != nil {
		return nil, err
	}
	paths, err := d.known()
	if err != nil {
		return nil, err
	}
	var refs []casefile.CaseRef
	for _, path := range paths {
		ref, err := d.Case(ctx, path)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			ref = casefile.CaseRef{Path: path, Case: casefile.Case{Number: filepath.Base(path)}, Problem: err.Error()}
		}
		refs = append(refs, ref)
	}
	slices.SortStableFunc(refs, func(a, b casefile.CaseRef) int {
		if a.Demo != b.Demo {
			if a.Demo {
				return -1
			}
			return 1
		}
		return b.Case.Created.Compare(a.Case.Created)
	})
	return refs, nil
}

const knownFile = "cases.json"

// known reads the folders of the cases that were opened on this workstation.
func (d *Desk) known() ([]string, error) {
	b, err := os.ReadFile(filepath.Join(d.home, knownFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var paths []string
	if err == nil {
		err = json.Unmarshal(b, &paths)
	}
	if err != nil {
		return nil, &casefile.Error{Code: casefile.Damaged, What: "The list of known cases cannot be read",
			Do: "Move %[1]s away and open the cases again from their folders", Args: []any{filepath.Join(d.home, knownFile)}, Cause: err}
	}
	return paths, nil
}

func (d *Desk) remember(dir string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.exclusively(knownFile, func() error {
		paths, err := d.known()
		if err != nil || slices.Contains(paths, dir) {
			return err
		}
		b, err := json.MarshalIndent(append(paths, dir), "", "  ")
		if err != nil {
			return err
		}
		if err := writeFile(filepath.Join(d.home, knownFile), append(b, '\n'), 0o600); err != nil {
			return &casefile.Error{Code: casefile.Failed, What: "The list of known cases cannot be saved",
				Do: "Check the disk and the permissions of %[1]s", Args: []any{d.home}, Cause: err}
		}
		return nil
	})
}
