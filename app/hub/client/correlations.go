package client

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"iter"
	"net/http"
	"time"

	"tracemark/app/hub/api"
	"tracemark/casefile"
)

// StartCorrelation asks for the candidates of an own exhibit under an id of the agency's own, and does not wait. It may
// be repeated.
func (c *Client) StartCorrelation(ctx context.Context, id string, r api.CorrelationRequest) (api.Correlation, error) {
	return call[api.Correlation](ctx, c, http.MethodPut, path("correlations", id), r)
}

// Correlation returns how far a correlation has got.
func (c *Client) Correlation(ctx context.Context, id string) (api.Correlation, error) {
	return call[api.Correlation](ctx, c, http.MethodGet, path("correlations", id), nil)
}

// CancelCorrelation stops a correlation.
func (c *Client) CancelCorrelation(ctx context.Context, id string) (api.Correlation, error) {
	return call[api.Correlation](ctx, c, http.MethodPost, path("correlations", id, "cancel"), nil)
}

// Correlate asks for the candidates of an own exhibit and waits for them; a correlation that was asked for before is
// taken up where it stands. Progress may be nil. When ctx ends, the service is told to stop.
func (c *Client) Correlate(ctx context.Context, id string, r api.CorrelationRequest, progress casefile.Progress) (api.Correlation, error) {
	now, err := c.StartCorrelation(ctx, id, r)
	if err == nil {
		now, err = c.wait(ctx, now, progress)
	}
	if ctx.Err() != nil {
		told, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		_, _ = c.CancelCorrelation(told, id) // a service that does not hear it ends the work by itself, later
		return now, ctx.Err()
	}
	if err != nil {
		return now, err
	}
	switch now.State {
	case api.Failed:
		return now, &casefile.Error{Code: casefile.Failed, What: "%[1]s", Args: []any{trimStop(now.Problem)}}
	case api.Cancelled:
		return now, &casefile.Error{Code: casefile.Conflict, What: "The correlation was cancelled", Do: "Ask again"}
	}
	return now, nil
}

func trimStop(s string) string {
	if n := len(s); n > 0 && s[n-1] == '.' {
		return s[:n-1]
	}
	return s
}

// wait follows a correlation until it has ended.
func (c *Client) wait(ctx context.Context, now api.Correlation, progress casefile.Progress) (api.Correlation, error) {
	var pairs int64
	told := func(done, total int64, label string) {
		pairs = total
		if progress != nil {
			progress(done, total, label)
		}
	}
	last := 0
	for tries := 0; !now.State.Final(); {
		told(now.Done, now.Total, now.Step)
		end, err := c.follow(ctx, now.ID, &last, told)
		if ctx.Err() != nil {
			return now, ctx.Err()
		}
		if err == nil && end.State.Final() {
			now = end
			break
		}
		// The stream broke off or says nothing: ask, and begin again. A service that starts anew needs a moment.
		if now2, err := c.Correlation(ctx, now.ID); err == nil {
			now, tries = now2, 0
		} else if tries++; tries > 5 || casefile.CodeOf(err) != casefile.Failed {
			return now, err
		}
		if !now.State.Final() {
			select {
			case <-ctx.Done():
			case <-time.After(500 * time.Millisecond):
			}
		}
	}
	if now.State == api.Finished {
		told(pairs, pairs, "Finished")
	}
	return now, nil
}

// Candidates returns every candidate of a finished correlation in the order of their rank, page by page. The sequence ends
// with the first error.
func (c *Client) Candidates(ctx context.Context, id string) iter.Seq2[api.Candidate, error] {
	return pages(func(offset int) ([]api.Candidate, int, error) {
		p, err := c.CandidatePage(ctx, id, offset, api.MaxPage)
		return p.Candidates, p.Total, err
	})
}

// CandidatePage returns one page of candidates.
func (c *Client) CandidatePage(ctx context.Context, id string, offset, limit int) (api.CandidatePage, error) {
	return call[api.CandidatePage](ctx, c, http.MethodGet, fmt.Sprintf("%s?offset=%d&limit=%d", path("correlations", id, "candidates"), offset, limit), nil)
}

// LeftOut returns what a finished correlation could not search, and why.
func (c *Client) LeftOut(ctx context.Context, id string) iter.Seq2[api.LeftOut, error] {
	return pages(func(offset int) ([]api.LeftOut, int, error) {
		p, err := call[api.LeftOutPage](ctx, c, http.MethodGet,
			fmt.Sprintf("%s?offset=%d&limit=%d", path("correlations", id, "left-out"), offset, api.MaxPage), nil)
		return p.LeftOut, p.Total, err
	})
}

func pages[T any](page func(offset int) (lines []T, total int, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for offset := 0; ; {
			lines, total, err := page(offset)
			if err != nil {
				var none T
				yield(none, err)
				return
			}
			for _, l := range lines {
				if !yield(l, nil) {
					return
				}
			}
			offset += len(lines)
			if len(lines) == 0 || offset >= total {
				return
			}
		}
	}
}

func decode[T any](c *Client, resp *http.Response) (v T, err error) {
	if err := json.NewDecoder(io.LimitReader(resp.Body, maxAnswer)).Decode(&v); err != nil {
		return v, c.notAService(err)
	}
	return v, nil
}
