package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"tracemark/app/casework"
	"tracemark/casefile"
)

func (p *program) backup() *cobra.Command {
	var list bool
	cmd := &cobra.Command{
		Use:   "backup CASE [TO]",
		Short: "Back up a case while it is in use, and read the backup again",
		Long: "Copies the case as it is at one instant, while others may work on it, to the new folder TO; without TO to one of\n" +
			"its own in the folder of backups, of which the oldest then go (see settings). It counts only when every record,\n" +
			"row and original in it was read again and its log is the case's. A backup is restored by `tracemark restore`.\n" +
			"--list shows the backups that there are.",
		Args: cobra.RangeArgs(1, 2),
		RunE: p.withDesk(func(ctx context.Context, desk *casework.Desk, args []string) error {
			if list {
				return p.listBackups(ctx, desk, args)
			}
			to := ""
			if len(args) > 1 {
				to = args[1]
			}
			b, err := desk.BackUp(ctx, args[0], to, p.progress())
			if err != nil {
				return err
			}
			return p.print(b, func(w io.Writer) {
				fmt.Fprintf(w, "Case %s backed up to %s\n%d log records, root hash %s, %d originals, all read again\n", b.Number, b.Path, b.Records, b.Root, b.Originals)
			})
		}),
	}
	cmd.Flags().BoolVar(&list, "list", false, "list the backups in the folder of backups instead")
	return p.jsonFlag(cmd)
}

// keepingFlags adds the settings of how cases are looked after to cmd and returns what makes those that were named hold.
func keepingFlags(cmd *cobra.Command) func(ctx context.Context, desk *casework.Desk) error {
	var k casework.Keeping
	f := cmd.Flags()
	f.IntVar(&k.EveryHours, "set-backup-hours", casework.BackupHours, "after how many hours a case that is open in the window and has changed is backed up; 0 for never")
	f.IntVar(&k.Keep, "set-backups-kept", casework.BackupsKept, "how many backups of a case there may be")
	f.StringVar(&k.Folder, "set-backup-folder", "", "`folder` for backups, best on another disk; empty for one in the data folder")
	f.IntVar(&k.ReadDays, "set-read-days", casework.OriginalsDays, "after how many days the originals of a case that is open are read again; 0 for never")
	orNever := func(n int) int {
		if n == 0 {
			return -1
		}
		return n
	}
	return func(ctx context.Context, desk *casework.Desk) error {
		next := desk.Settings().Keeping
		changed := false
		for flag, take := range map[string]func(){
			"set-backup-hours":  func() { next.EveryHours = orNever(k.EveryHours) },
			"set-backups-kept":  func() { next.Keep = k.Keep },
			"set-backup-folder": func() { next.Folder = k.Folder },
			"set-read-days":     func() { next.ReadDays = orNever(k.ReadDays) },
		} {
			if f.Changed(flag) {
				take()
				changed = true
			}
		}
		if !changed {
			return nil
		}
		return desk.SetKeeping(ctx, next)
	}
}

func (p *program) listBackups(ctx context.Context, desk *casework.Desk, args []string) error {
	if len(args) > 1 {
		return p.usage("A list of backups needs no folder", "Leave it out")
	}
	state, err := desk.Backups(ctx, args[0])
	if err != nil {
		return err
	}
	if state.Backups == nil {
		state.Backups = []casefile.Backup{}
	}
	return p.print(state, func(w io.Writer) {
		if state.EveryHours > 0 {
			fmt.Fprintf(w, "Every %d hours while the case is open in the window, the last %d are kept, in %s\n", state.EveryHours, state.Keep, state.Folder)
		} else {
			fmt.Fprintf(w, "Not made by themselves, in %s\n", state.Folder)
		}
		for _, b := range state.Backups {
			fmt.Fprintf(w, "  %s  %d log records, %d originals  %s\n", b.At.Format("2006-01-02 15:04 MST"), b.Records, b.Originals, b.Path)
		}
		for _, a := range state.Alerts {
			fmt.Fprintf(w, "PROBLEM: %s.\n", a)
		}
	})
}
