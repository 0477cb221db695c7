package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"

	driver "github.com/mattn/go-sqlite3"
)

// copyPages is how many pages Copy copies between two looks at its context: about a megabyte, some milliseconds.
const copyPages = 256

// Copy writes the database that from is connected to into the new file at path, by SQLite's online backup
// (https://www.sqlite.org/backup.html). A transaction that is open on from decides which state is copied, whatever others
// write meanwhile; without one the copying starts over whenever somebody writes. progress gets pages. The file has no
// write-ahead log and is on the disk when Copy returns; what an error leaves behind is to be removed. No lock is taken on
// it, so that it may lie on a file system that has none.
func Copy(ctx context.Context, from *sql.Conn, path string, progress func(done, total int64)) error {
	u, err := address(path, url.Values{"mode": {"rwc"}, "nolock": {"1"}, "_journal_mode": {"OFF"}, "_synchronous": {"FULL"}})
	if err != nil {
		return err
	}
	c, err := new(driver.SQLiteDriver).Open(u)
	if err != nil {
		return fmt.Errorf("make copy: %w", err)
	}
	defer c.Close()
	to := c.(*driver.SQLiteConn) // what the driver opens
	return from.Raw(func(raw any) (err error) {
		b, err := to.Backup("main", raw.(*driver.SQLiteConn), "main")
		if err != nil {
			return fmt.Errorf("begin copy: %w", err)
		}
		defer func() { err = errors.Join(err, b.Finish()) }()
		for {
			if err := ctx.Err(); err != nil {
				return err
			}
			done, err := b.Step(copyPages)
			if err != nil {
				return fmt.Errorf("copy pages: %w", err)
			}
			if progress != nil {
				progress(int64(b.PageCount()-b.Remaining()), int64(b.PageCount()))
			}
			if done {
				return nil
			}
		}
	})
}
