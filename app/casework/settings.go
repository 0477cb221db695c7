package casework

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"
	"slices"

	"tracemark/casefile"
)

// Settings are what a workstation knows about itself.
type Settings struct {
	Agency string `json:"agency"` // printed on reports
	// Address is the agency's, printed on reports; empty where the letterhead has it.
	Address string `json:"address,omitempty"`

	Examiner string `json:"examiner"` // who acts and signs
	Role     string `json:"role"`
	// CasesFolder is where new cases are made; empty means cases inside the data folder.
	CasesFolder string `json:"cases_folder,omitempty"`

	// Service is the address of the correlation service; empty means the one that the workstation runs itself.
	Service string `json:"service,omitempty"`
	// ServiceKeyFile holds the agency's key for that service.
	ServiceKeyFile string `json:"service_key_file,omitempty"`
	// ServiceCAFile holds the certificate that vouches for the service where the system's own do not.
	ServiceCAFile string `json:"service_ca_file,omitempty"`
	// Sharing says who may see what this agency submits: "private", "all", or names of agencies, comma between.
	Sharing string `json:"sharing,omitempty"`

	// Identity is the PKCS#12 file to sign with; empty means a test identity that the workstation makes.
	Identity string `json:"identity,omitempty"`
	// IdentityPassphraseFile holds its passphrase; without it the environment variable PassphraseVariable is asked.
	IdentityPassphraseFile string `json:"identity_passphrase_file,omitempty"`
	// IdentityCard is the certificate on a card to sign with in place of the file; its PIN is given when it is needed.
	IdentityCard casefile.CardIdentity `json:"identity_card,omitzero"`
	// Signing is how the workstation signs beyond who signs: see SetSigning.
	Signing casefile.SigningSettings `json:"signing,omitzero"`
	// ReferenceSet is the reference set that scores are shown against; empty means none.
	ReferenceSet string `json:"reference_set,omitempty"`

	// Accounts says that this workstation has accounts: a missing file of accounts is then an error, and no way around them.
	Accounts bool `json:"accounts,omitempty"`
	// LockMinutes is after how many minutes without anybody at it the screen is locked; 0 means LockMinutesDefault.
	LockMinutes int `json:"lock_minutes,omitempty"`

	// Keeping says how cases are backed up and their originals read again while they are open.
	Keeping Keeping `json:"keeping,omitzero"`

	// CommitFirst withholds the figures of a pair until the examiner has committed a view of it; it is on unless switched off.
	CommitFirst bool `json:"commit_first"`
	// Verification is which conclusions are verified before a report on them is issued; empty means none.
	Verification casefile.VerificationRule `json:"verification,omitempty"`
	// FirstCandidates is how many candidates of a list are shown before; 0 means FirstCandidatesDefault.
	FirstCandidates int `json:"first_candidates,omitempty"`
	// Scale is the id of the scale of conclusions; empty means the AFTE range.
	Scale string `json:"scale,omitempty"`
}

// LockMinutesDefault is after how many minutes the screen is locked where the agency has not said otherwise: as long as somebody
// looks at one pair without touching anything, and shorter than a break.
const LockMinutesDefault = 10

// MaxLockMinutes bounds the setting: four hours unattended are as good as no lock.
const MaxLockMinutes = 240

// FirstCandidatesDefault is how many candidates are shown where the agency has not said otherwise: one screen of them. More
// costs the examiner pairs to look at, fewer makes the order guessable.
const FirstCandidatesDefault = 10

// MaxFirstCandidates bounds the setting.
const MaxFirstCandidates = 1000

// Examining is how the agency looks at candidates and concludes.
type Examining struct {
	CommitFirst     bool
	FirstCandidates int
	Scale           string
	Verification    casefile.VerificationRule
}

// Examining returns how the agency looks at candidates and concludes, with the defaults filled in.
func (s Settings) Examining() Examining {
	e := Examining{CommitFirst: s.CommitFirst, FirstCandidates: min(s.FirstCandidates, MaxFirstCandidates), Scale: s.Scale}
	if e.FirstCandidates < 1 {
		e.FirstCandidates = FirstCandidatesDefault
	}
	if e.Scale == "" {
		e.Scale = casefile.AFTE.ID
	}
	if e.Verification = s.Verification; e.Verification == "" {
		e.Verification = casefile.VerifyNothing
	}
	return e
}

func (d *Desk) checkExamining(e Examining) error {
	if e.FirstCandidates < 1 || e.FirstCandidates > MaxFirstCandidates {
		return &casefile.Error{Code: casefile.Invalid, What: "%[1]d candidates cannot be shown first",
			Do: "Give a number from 1 to %[2]d", Args: []any{e.FirstCandidates, MaxFirstCandidates}}
	}
	if !slices.Contains(casefile.VerificationRules(), e.Verification) {
		return &casefile.Error{Code: casefile.Invalid, What: "%[1]q is no rule about what is verified", Do: "Choose none, identifications or all", Args: []any{e.Verification}}
	}
	_, err := d.scaleCalled(e.Scale)
	return err
}

// SetExamining changes how the agency looks at candidates and concludes, and keeps it.
func (d *Desk) SetExamining(change func(*Examining)) error {
	if err := d.allow(context.Background(), casefile.ChangeSettings); err != nil {
		return err
	}
	e := d.Settings().Examining()
	change(&e)
	if err := d.checkExamining(e); err != nil {
		return err
	}
	return d.SaveSettings(func(s *Settings) {
		s.CommitFirst, s.FirstCandidates, s.Scale, s.Verification = e.CommitFirst, e.FirstCandidates, e.Scale, e.Verification
	})
}

// PassphraseVariable names the environment variable that holds the signing identity's passphrase.
const PassphraseVariable = "TRACEMARK_PASSPHRASE"

const settingsFile = "workstation.json"

// readSettings reads the settings, and makes up the defaults where there is no file yet.
func readSettings(path string) (Settings, error) {
	s := Settings{Agency: "Unnamed agency", Examiner: loginName(), Role: "examiner", Sharing: "private", CommitFirst: true}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	if err != nil {
		return s, &casefile.Error{Code: casefile.Damaged, What: "The settings file %[1]s cannot be read",
			Do: "Correct it, or move it away to start with the defaults", Args: []any{path}, Cause: err}
	}
	return s, nil
}

func writeSettings(path string, s Settings) error {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFile(path, append(b, '\n'), 0o600); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The settings cannot be saved to %[1]s",
			Do: "Check the disk and the folder's permissions", Args: []any{path}, Cause: err}
	}
	return nil
}

func loginName() string {
	u, err := user.Current()
	if err != nil {
		return "Examiner"
	}
	if u.Name != "" {
		return u.Name
	}
	return u.Username
}

// writeFile writes a file whole or not at all: a temporary file beside it, synced, then renamed over it.
func writeFile(path string, data []byte, mode fs.FileMode) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".tracemark-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // fails, rightly, after the rename
	if _, err = f.Write(data); err == nil {
		err = f.Chmod(mode)
	}
	if err == nil {
		err = f.Sync()
	}
	if cerr := f.Close(); err == nil {
		err = cerr
	}
	if err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	dir, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer dir.Close()
	return dir.Sync()
}
