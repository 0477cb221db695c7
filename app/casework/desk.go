// Package casework is what a person does with case files, as calls: open a case, import recordings, compare two of
// them, ask the correlation service, conclude, issue the signed report, verify. The command line and the window use
// the same calls, so that what one can do the other can, and neither decides anything about evidence by itself.
//
// A Desk is one workstation: its settings, its identity for signing, the cases it has open and its link to the
// correlation service. Every call that changes a case names the case by its folder and acts as the Desk's examiner.
//
// From the files of two scans of 4096 × 3072 points, a first look at both (Preview) costs 2.1 s of processor time, most of it to
// unpack them and to check their hashes: `go test ./app/casework -run '^$' -bench FirstPicture`.
package casework

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"tracemark/casefile"
	"tracemark/casefile/people"
	"tracemark/casefile/store"
)

// HomeVariable names the environment variable that moves a workstation's data folder.
const HomeVariable = "TRACEMARK_HOME"

// Desk is one workstation. It is safe for concurrent use.
type Desk struct {
	home string
	now  func() time.Time

	mu       sync.Mutex
	settings Settings
	open     map[string]*store.Store // by absolute folder
	holder   string                  // who is logged in, whom other programs are told of; "" for whom the settings name
	retired  []*store.Store          // opened again since
	cache    *pictures

	found indexes // see searching.go

	// who guards the fields that say who is at the desk: see permission.go. It is never held while another lock of the desk is taken
	// but mu.
	who     sync.Mutex
	book    *people.Book // accounts and the workstation's log; nil before it is needed
	session *session     // nil while nobody is logged in
	own     openIdentity // on a card, where the workstation has no accounts
	askPIN  PINAsker     // nil: nobody can be asked
	current string       // folder of the case that was last worked in
	cost    people.Cost  // of passphrases; zero for the package's own

	// Of its own, because a service that does not answer must not keep anybody from a case.
	linking sync.Mutex
	service *service // link to the correlation service, made when first needed
}

// DefaultHome returns the data folder: $TRACEMARK_HOME, else tracemark below the user's data folder.
func DefaultHome() (string, error) {
	if dir := os.Getenv(HomeVariable); dir != "" {
		return filepath.Abs(dir)
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "tracemark"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", &casefile.Error{Code: casefile.Failed, What: "This user has no home folder",
			Do: "Set %[1]s to a folder for Tracemark's data", Args: []any{HomeVariable}, Cause: err}
	}
	return filepath.Join(home, ".local", "share", "tracemark"), nil
}

// Open opens the workstation whose data lie in the folder home, and makes the folder where there is none yet.
func Open(home string) (*Desk, error) {
	if err := os.MkdirAll(home, 0o700); err != nil {
		return nil, &casefile.Error{Code: casefile.Failed, What: "The data folder %[1]s cannot be made",
			Do: "Name another one in %[2]s", Args: []any{home, HomeVariable}, Cause: err}
	}
	settings, err := readSettings(filepath.Join(home, settingsFile))
	if err != nil {
		return nil, err
	}
	d := &Desk{
		home: home, now: time.Now, settings: settings,
		open: map[string]*store.Store{}, cache: newPictures(),
	}
	d.clearLeftovers()
	return d, nil
}

// Close closes the cases and stops the embedded service.
func (d *Desk) Close() error {
	errs := []error{d.found.close()}
	d.linking.Lock()
	if d.service != nil {
		errs = append(errs, d.service.close())
		d.service = nil
	}
	d.linking.Unlock()
	d.who.Lock()
	d.own.close()
	if d.session != nil {
		d.session.end()
	}
	if d.book != nil {
		errs = append(errs, d.book.Close())
		d.book, d.session = nil, nil
	}
	d.who.Unlock()
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, s := range d.open {
		errs = append(errs, s.Close())
	}
	for _, s := range d.retired {
		errs = append(errs, s.Close())
	}
	d.open, d.retired = map[string]*store.Store{}, nil
	return errors.Join(errs...)
}

// Home returns the data folder.
func (d *Desk) Home() string { return d.home }

// Settings returns the workstation's settings.
func (d *Desk) Settings() Settings {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.settings
}

// Use changes the settings for this run only, as a flag on the command line does.
func (d *Desk) Use(change func(*Settings)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(&d.settings)
}

// SaveSettings changes the settings and keeps them. What another program has changed meanwhile stays, and what Use changed
// is not kept.
func (d *Desk) SaveSettings(change func(*Settings)) error {
	if err := d.allow(context.Background(), casefile.ChangeSettings); err != nil {
		return err
	}
	if err := d.saveSettings(change); err != nil {
		return err
	}
	if !d.Settings().Accounts {
		return nil
	}
	return d.noteHere(context.Background(), "settings changed", "", "")
}

func (d *Desk) saveSettings(change func(*Settings)) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	err := d.exclusively(settingsFile, func() error {
		kept, err := readSettings(filepath.Join(d.home, settingsFile))
		if err != nil {
			return err
		}
		change(&kept)
		return writeSettings(filepath.Join(d.home, settingsFile), kept)
	})
	if err == nil {
		change(&d.settings)
	}
	return err
}

// caseAt returns the open case in the folder path, opening it if need be.
func (d *Desk) caseAt(ctx context.Context, path string) (*store.Store, error) {
	dir, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("case folder %q: %w", path, err)
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.openCase(ctx, dir)
}

// alreadyOpen returns the case in the folder dir where it is open.
func (d *Desk) alreadyOpen(dir string) (*store.Store, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	s, ok := d.open[dir]
	return s, ok
}

// acting returns the open case in the folder path and the id of the person who acts in it: the owner of the account that is logged
// in, else the workstation's examiner. Either is added to the case's people when first acting there, and an account's roles as
// they are then with each change. For whoever may only read a case nothing is added: their id is not one of the case's people.
func (d *Desk) acting(ctx context.Context, path string) (*store.Store, string, error) {
	p, err := d.presence(ctx)
	if err != nil {
		return nil, "", err
	}
	if p.accounts && !p.in {
		return nil, "", noOneIn()
	}
	s, err := d.caseAt(ctx, path)
	if err != nil {
		return nil, "", err
	}
	d.who.Lock()
	d.current = s.Dir()
	d.who.Unlock()
	switch {
	case p.reader():
		return s, p.account.ID, nil
	case p.accounts:
		err := s.Acting(ctx, p.account.Person(), p.account.LogIn)
		if errors.Is(err, store.ErrReadOnly) { // see named
			err = nil
		}
		return s, p.account.ID, err
	}
	return d.named(ctx, s)
}

// named returns the id of the person whom the settings name, of those who act without an account: nobody takes the place of
// somebody who had to log in by writing their name into the settings.
func (d *Desk) named(ctx context.Context, s *store.Store) (*store.Store, string, error) {
	list, err := s.People(ctx)
	if err != nil {
		return nil, "", err
	}
	versions, err := s.PersonVersions(ctx)
	if err != nil {
		return nil, "", err
	}
	set := d.Settings()
	for _, p := range list {
		owned := slices.ContainsFunc(versions, func(v casefile.PersonVersion) bool { return v.ID == p.ID })
		if p.Name == set.Examiner && p.Agency == set.Agency && p.Role == set.Role && !owned {
			return s, p.ID, nil
		}
	}
	id, err := newID()
	if err != nil {
		return nil, "", err
	}
	p, err := s.AddPerson(ctx, id, casefile.Person{ID: id, Name: set.Examiner, Role: set.Role, Agency: set.Agency})
	if errors.Is(err, store.ErrReadOnly) {
		return s, id, nil // whoever only reads is nobody of the case; what they change is refused for the same reason
	}
	return s, p.ID, err
}

func newID() (string, error) {
	id, err := uuid.NewV7()
	if err != nil {
		return "", &casefile.Error{Code: casefile.Failed, What: "The system gives no random numbers", Do: "Restart the machine", Cause: err}
	}
	return id.String(), nil
}

func peopleNames(ctx context.Context, s *store.Store) (map[string]string, error) {
	people, err := s.People(ctx)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.Name
	}
	return names, nil
}
