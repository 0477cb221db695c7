package ui_test

import (
	"context"
	"time"

	"tracemark/casefile"
)

var fakeBackup = casefile.Backup{CaseID: "k", Number: "2026-17", At: time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC), Records: 42, Originals: 2, Path: "/backups/1"}

func (f *fake) Backups(context.Context, string) (casefile.BackupState, error) {
	return casefile.BackupState{Backups: []casefile.Backup{fakeBackup}, Folder: "/backups", EveryHours: 24, Keep: 7, Read: fakeBackup.At,
		Alerts: []casefile.Sentence{{Format: "The last backup, %[1]s, was not made: %[2]s", Args: []any{"today", "the disk is full"}}}}, nil
}

func (f *fake) BackUp(context.Context, string, string, casefile.Progress) (casefile.Backup, error) {
	return fakeBackup, nil
}

func (f *fake) Restore(context.Context, string, string, casefile.Progress) (casefile.CaseRef, error) {
	return casefile.CaseRef{Path: "/cases/restored"}, nil
}
