package casework

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"tracemark/casefile"
)

// Keeping is how a workstation looks after the cases that are open at it. The zero value is the default.
type Keeping struct {
	// EveryHours is after how many hours a case that has changed is backed up; 0 means BackupHours, less than 0 never.
	EveryHours int `json:"every_hours,omitempty"`
	// Keep is how many backups of a case there may be in the folder of backups; 0 means BackupsKept.
	Keep int `json:"keep,omitempty"`
	// Folder is where backups are made; empty means the folder backups in the data folder. Another disk is the better place.
	Folder string `json:"folder,omitempty"`
	// ReadDays is after how many days all originals are read again and compared with their hashes; 0 means OriginalsDays, less
	// than 0 never.
	ReadDays int `json:"read_days,omitempty"`
}

// The defaults of Keeping: a day's work can be lost with a disk, a week is how long a mistake may go unnoticed, and reading all
// originals each week finds a disk that forgets while the backups from before are still there.
const (
	BackupHours   = 24
	BackupsKept   = 7
	OriginalsDays = 7
)

// The bounds of the settings.
const (
	maxBackupHours = 24 * 365
	maxBackups     = 1000
)

// withDefaults fills in what is 0, and makes what is off 0.
func (k Keeping) withDefaults(home string) Keeping {
	fill := func(v *int, standard int) {
		if *v == 0 {
			*v = standard
		}
		*v = max(*v, 0)
	}
	fill(&k.EveryHours, BackupHours)
	fill(&k.Keep, BackupsKept)
	fill(&k.ReadDays, OriginalsDays)
	if k.Folder == "" {
		k.Folder = filepath.Join(home, "backups")
	}
	return k
}

// SetKeeping changes how cases are looked after, and keeps it.
func (d *Desk) SetKeeping(ctx context.Context, k Keeping) error {
	if err := d.allow(ctx, casefile.ChangeSettings); err != nil {
		return err
	}
	if k.EveryHours > maxBackupHours || k.ReadDays > maxBackupHours/24 || k.Keep < 0 || k.Keep > maxBackups {
		return &casefile.Error{Code: casefile.Invalid, What: "Backups cannot be kept like this",
			Do: "Back up every year or more often, read originals every year or more often, and keep %[1]d backups at most", Args: []any{maxBackups}}
	}
	if k.Folder != "" && !filepath.IsAbs(k.Folder) {
		return &casefile.Error{Code: casefile.Invalid, What: "The folder of backups must be named from the root on", Do: "Give its whole path"}
	}
	return d.SaveSettings(func(s *Settings) { s.Keeping = k })
}

// kept is what is remembered of a case that is looked after.
type kept struct {
	Tried   time.Time `json:"tried,omitzero"`   // when a backup was last made or tried
	Failed  string    `json:"failed,omitempty"` // why that failed
	Records int64     `json:"records,omitempty"`
	Root    string    `json:"root,omitempty"`
	Read    time.Time `json:"read,omitzero"`  // when all originals had last been read
	Next    string    `json:"next,omitempty"` // the last that was read of those under way
	Damaged []string  `json:"damaged,omitempty"`
}

const keptFile = "keeping.json"

// kept returns what is remembered of the case in the folder dir, which is absolute. A restored case has the id of the one that
// was backed up, and is another to look after.
func (d *Desk) kept(dir string) kept {
	all, err := d.readKept()
	if err != nil {
		return kept{} // it only says what is due: then everything is
	}
	return all[dir]
}

func (d *Desk) readKept() (map[string]kept, error) {
	all := map[string]kept{}
	b, err := os.ReadFile(filepath.Join(d.home, keptFile))
	if errors.Is(err, fs.ErrNotExist) {
		return all, nil
	}
	if err == nil {
		err = json.Unmarshal(b, &all)
	}
	return all, err
}

// remind changes what is remembered of the case in the folder dir.
func (d *Desk) remind(dir string, change func(*kept)) error {
	return d.exclusively(keptFile, func() error {
		all, err := d.readKept()
		if err != nil {
			all = map[string]kept{} // altered by hand: it is made up again as time goes by
		}
		k := all[dir]
		change(&k)
		all[dir] = k
		b, err := json.MarshalIndent(all, "", "  ")
		if err != nil {
			return err
		}
		return writeFile(filepath.Join(d.home, keptFile), append(b, '\n'), 0o600)
	})
}

// alerts is what a person has to be told of a case that is looked after.
func (k kept) alerts() (out []casefile.Sentence) {
	slices.Sort(k.Damaged)
	for _, sha := range k.Damaged {
		out = append(out, casefile.Sentence{Format: "The original %[1]s is missing or not what was stored: use nothing that rests on it, and restore the case from a backup",
			Args: []any{sha[:min(len(sha), 12)]}})
	}
	if k.Failed != "" {
		out = append(out, casefile.Sentence{Format: "The last backup, %[1]s, was not made: %[2]s", Args: []any{k.Tried.Local().Format("2006-01-02 15:04"), k.Failed}})
	}
	return out
}
