//go:build unix

package casework_test

import (
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"tracemark/app/casework"
)

// BenchmarkFirstPicture opens a pair of scans of 4096 × 3072 points, from the case's files to surfaces that can be drawn. cpu-ms is
// what counts on a machine that is busy with other things; on two idle cores the pair takes half of it.
func BenchmarkFirstPicture(b *testing.B) {
	_, path, captures := scanned(b, 4096, 3072, 2)
	for _, c := range []struct {
		name string
		open func(*casework.Desk, string) error
	}{
		{"preview", func(d *casework.Desk, id string) error { _, err := d.Preview(b.Context(), path, id, 1024); return err }},
		{"raw", func(d *casework.Desk, id string) error { _, err := d.RawSurface(b.Context(), path, id); return err }},
		{"prepared", func(d *casework.Desk, id string) error { _, err := d.Surface(b.Context(), path, id); return err }},
	} {
		b.Run(c.name, func(b *testing.B) {
			before := processor()
			for range b.N {
				desk, err := casework.Open(filepath.Join(b.TempDir(), "home")) // with nothing kept
				if err != nil {
					b.Fatal(err)
				}
				var wait sync.WaitGroup
				for _, k := range captures {
					wait.Add(1)
					go func() {
						defer wait.Done()
						if err := c.open(desk, k.ID); err != nil {
							b.Error(err)
						}
					}()
				}
				wait.Wait()
				if err := desk.Close(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64((processor()-before).Milliseconds())/float64(b.N), "cpu-ms/pair")
		})
	}
}

// processor returns the processor time that this process has used.
func processor() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}
