package client

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"tracemark/app/hub/api"
	"tracemark/casefile"
)

// silence is how long a stream may say nothing before the connection is taken for dead and made anew.
const silence = 20 * time.Second

// follow listens to a correlation's events until it has ended or the stream breaks off. Last is the number of the last
// event received, so that a new stream goes on after it.
func (c *Client) follow(ctx context.Context, id string, last *int, progress casefile.Progress) (end api.Correlation, err error) {
	r, err := c.request(http.MethodGet, path("correlations", id, "events"), nil)
	if err != nil {
		return end, err
	}
	r.Header.Set("Accept", "text/event-stream")
	if *last > 0 {
		r.Header.Set("Last-Event-ID", strconv.Itoa(*last))
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	quiet := time.AfterFunc(silence, cancel)
	defer quiet.Stop()
	resp, err := c.send(ctx, r)
	if err != nil {
		return end, err
	}
	defer resp.Body.Close()
	err = readEvents(resp.Body, func(e event) (bool, error) {
		quiet.Reset(silence)
		if e.id > 0 {
			*last = e.id
		}
		switch e.name {
		case api.EventProgress:
			var p api.Progress
			if err := json.Unmarshal(e.data, &p); err != nil {
				return false, fmt.Errorf("decode event: %w", err)
			}
			progress(p.Done, p.Total, p.Step)
		case api.EventFinished:
			if err := json.Unmarshal(e.data, &end); err != nil {
				return false, fmt.Errorf("decode event: %w", err)
			}
			return false, nil
		}
		return true, nil // events of a later version are passed over
	})
	return end, err
}

type event struct {
	id   int
	name string
	data []byte
}

// readEvents reads a stream of server-sent events (WHATWG HTML, 9.2.6) and calls each for every one, until that
// returns false or the stream ends.
func readEvents(r io.Reader, each func(event) (more bool, err error)) error {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<20) // an event is a few hundred bytes
	var e event
	for lines.Scan() {
		line := strings.TrimSuffix(lines.Text(), "\r")
		if line == "" {
			if len(e.data) > 0 {
				if more, err := each(e); err != nil || !more {
					return err
				}
			}
			e = event{}
			continue
		}
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "id":
			e.id, _ = strconv.Atoi(value) // 0 for an id that is not one of ours
		case "event":
			e.name = value
		case "data":
			if len(e.data)+len(value) > 1<<20 {
				return bufio.ErrTooLong
			}
			e.data = append(append(e.data, value...), '\n')
		}
	}
	return lines.Err()
}
