package casework

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"tracemark/casefile"
	"tracemark/export/identity"
)

// testIdentityPassphrase is no secret: neither is what a test identity signs.
const testIdentityPassphrase = "test"

// settingsSigner returns the identity of a workstation without accounts: the one of the settings, else its test identity, which is
// made when it is first needed.
func (d *Desk) settingsSigner(set Settings) (identity.Identity, error) {
	if set.Identity == "" {
		return d.testIdentity(set)
	}
	data, err := os.ReadFile(set.Identity)
	if err != nil {
		return identity.Identity{}, &casefile.Error{Code: casefile.NotFound, What: "The signing identity %[1]s cannot be read",
			Do: "Correct the setting, or insert what it is on", Args: []any{set.Identity}, Cause: err}
	}
	passphrase, err := identityPassphrase(set)
	if err != nil {
		return identity.Identity{}, err
	}
	id, err := identity.LoadPKCS12(data, passphrase)
	if err != nil {
		return identity.Identity{}, &casefile.Error{Code: casefile.Refused, What: "The signing identity %[1]s cannot be opened",
			Do: "Check its passphrase, in the file of the settings or in %[2]s", Args: []any{set.Identity, PassphraseVariable}, Cause: err}
	}
	return id, nil
}

func identityPassphrase(set Settings) (string, error) {
	if set.IdentityPassphraseFile == "" {
		return os.Getenv(PassphraseVariable), nil
	}
	b, err := os.ReadFile(set.IdentityPassphraseFile)
	if err != nil {
		return "", &casefile.Error{Code: casefile.NotFound, What: "The passphrase file %[1]s cannot be read",
			Do: "Correct the setting", Args: []any{set.IdentityPassphraseFile}, Cause: err}
	}
	return strings.TrimRight(string(b), "\r\n"), nil
}

func (d *Desk) testIdentity(set Settings) (identity.Identity, error) {
	// One for each examiner and agency: a certificate bears their names.
	who := sha256.Sum256([]byte(set.Examiner + "\x00" + set.Agency))
	path := filepath.Join(d.home, fmt.Sprintf("test-identity-%x.p12", who[:4]))
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		if data, err = identity.NewTestIdentity(set.Examiner, set.Agency, testIdentityPassphrase, d.now()); err == nil {
			err = identity.Save(path, data)
		}
	}
	if err != nil {
		return identity.Identity{}, &casefile.Error{Code: casefile.Failed, What: "The test identity cannot be made or read",
			Do: "Check the disk and the permissions of %[1]s", Args: []any{d.home}, Cause: err}
	}
	id, err := identity.LoadPKCS12(data, testIdentityPassphrase)
	if err != nil {
		return identity.Identity{}, &casefile.Error{Code: casefile.Damaged, What: "The test identity %[1]s is damaged",
			Do: "Move it away; a new one is then made", Args: []any{path}, Cause: err}
	}
	return id, nil
}
