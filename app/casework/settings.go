package casework

import (
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"os/user"
	"path/filepath"

	"tracemark/casefile"
)

// Settings are what a workstation knows about itself.
type Settings struct {
	Agency   string `json:"agency"`   // printed on reports
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
	// ReferenceSet is the reference set that scores are shown against; empty means none.
	ReferenceSet string `json:"reference_set,omitempty"`
}

// PassphraseVariable names the environment variable that holds the signing identity's passphrase.
const PassphraseVariable = "TRACEMARK_PASSPHRASE"

const settingsFile = "workstation.json"

// readSettings reads the settings, and makes up the defaults where there is no file yet.
func readSettings(path string) (Settings, error) {
	s := Settings{Agency: "Unnamed agency", Examiner: loginName(), Role: "examiner", Sharing: "private"}
	b, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &s)
	}
	if err != nil {
		return s, &casefile.Error{Code: casefile.Damaged, What: "The settings file " + path + " cannot be read",
			Do: "Correct it, or move it away to start with the defaults", Cause: err}
	}
	return s, nil
}

func writeSettings(path string, s Settings) error {
	b, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	if err := writeFile(path, append(b, '\n'), 0o600); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "The settings cannot be saved to " + path,
			Do: "Check the disk and the folder's permissions", Cause: err}
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
