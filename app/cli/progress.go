package cli

import (
	"time"

	"github.com/schollz/progressbar/v3"

	"tracemark/casefile"
)

// progress returns a progress bar on standard error, or one that says nothing where nobody would see it move.
func (p *program) progress() casefile.Progress {
	if p.quiet || !isTerminal(p.Stderr) {
		return func(int64, int64, string) {}
	}
	var bar *progressbar.ProgressBar
	return func(done, total int64, label string) {
		if total <= 0 {
			total = -1
		}
		if bar == nil {
			bar = progressbar.NewOptions64(total,
				progressbar.OptionSetWriter(p.Stderr),
				progressbar.OptionThrottle(100*time.Millisecond),
				progressbar.OptionShowCount(),
				progressbar.OptionSetPredictTime(total > 0),
				progressbar.OptionClearOnFinish(),
			)
		}
		if bar.GetMax64() != total {
			bar.ChangeMax64(total)
		}
		bar.Describe(label)
		_ = bar.Set64(done) // drawing a bar is not worth an error
	}
}
