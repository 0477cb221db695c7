package client

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"tracemark/app/hub/api"
	"tracemark/casefile"
)

// Submit submits an exhibit under an id of the agency's own. It may be repeated. The originals follow by UploadCapture;
// Send does both.
func (c *Client) Submit(ctx context.Context, id string, s api.Submission) (api.Exhibit, error) {
	return call[api.Exhibit](ctx, c, http.MethodPut, path("exhibits", id), s)
}

// SetSharing changes who sees an own exhibit.
func (c *Client) SetSharing(ctx context.Context, id string, s api.Sharing) (api.Exhibit, error) {
	return call[api.Exhibit](ctx, c, http.MethodPut, path("exhibits", id, "sharing"), s)
}

// SetDescription corrects what is said of an own exhibit.
func (c *Client) SetDescription(ctx context.Context, id string, d api.Description) (api.Exhibit, error) {
	return call[api.Exhibit](ctx, c, http.MethodPut, path("exhibits", id, "description"), d)
}

// Exhibit returns an exhibit of agency, of the own one when that is "".
func (c *Client) Exhibit(ctx context.Context, agency, id string) (api.Exhibit, error) {
	return call[api.Exhibit](ctx, c, http.MethodGet, path("exhibits", id)+of(agency), nil)
}

func of(agency string) string {
	if agency == "" {
		return ""
	}
	return "?agency=" + url.QueryEscape(agency)
}

// UploadCapture sends the original of a capture, size bytes long. It may be repeated.
func (c *Client) UploadCapture(ctx context.Context, id string, size int64, original io.Reader) (api.Capture, error) {
	r, err := c.request(http.MethodPut, path("captures", id), io.NopCloser(original))
	if err != nil {
		return api.Capture{}, err
	}
	r.ContentLength = size
	r.Header.Set("Content-Type", originalType)
	resp, err := c.send(ctx, r)
	if err != nil {
		return api.Capture{}, err
	}
	defer resp.Body.Close()
	return decode[api.Capture](c, resp)
}

// Send submits an exhibit and then sends every original that the service has not got yet. Open opens an original by its
// SHA-256. Progress counts bytes and may be nil.
func (c *Client) Send(ctx context.Context, id string, s api.Submission, open func(sha string) (io.ReadCloser, error), progress casefile.Progress) (api.Exhibit, error) {
	x, err := c.Submit(ctx, id, s)
	if err != nil {
		return x, err
	}
	submitted := map[string]bool{}
	for _, r := range s.Captures {
		submitted[r.ID] = true
	}
	meter := &meter{progress: progress, label: "Sending " + s.Label}
	for _, k := range x.Captures {
		if submitted[k.ID] && !k.Uploaded {
			meter.total += k.Size
		}
	}
	for i, k := range x.Captures {
		if !submitted[k.ID] || k.Uploaded {
			continue
		}
		if x.Captures[i], err = c.sendOne(ctx, k, open, meter); err != nil {
			return x, err
		}
	}
	return x, nil
}

func (c *Client) sendOne(ctx context.Context, k api.Capture, open func(string) (io.ReadCloser, error), m *meter) (api.Capture, error) {
	f, err := open(k.SHA256)
	if err != nil {
		return k, err
	}
	defer f.Close()
	m.r = f
	return c.UploadCapture(ctx, k.ID, k.Size, m)
}

// meter reports the bytes that pass.
type meter struct {
	r           io.Reader
	progress    casefile.Progress
	label       string
	done, total int64
}

// Read implements io.Reader.
func (m *meter) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	m.done += int64(n)
	if m.progress != nil {
		m.progress(m.done, m.total, m.label)
	}
	return n, err
}

// Capture fetches the original of a capture of agency (the own one when "") and checks that its SHA-256 is sha.
func (c *Client) Capture(ctx context.Context, agency, id, sha string) ([]byte, error) {
	r, err := c.request(http.MethodGet, path("captures", id)+of(agency), nil)
	if err != nil {
		return nil, err
	}
	resp, err := c.send(ctx, r)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(io.LimitReader(resp.Body, api.MaxCaptureBytes+1))
	if err != nil {
		return nil, c.noAnswer(ctx, fmt.Errorf("fetch capture: %w", err))
	}
	if got := sha256.Sum256(b); hex.EncodeToString(got[:]) != sha {
		return nil, &casefile.Error{Code: casefile.Damaged, What: "The capture fetched from the correlation service is not the one that was announced",
			Do: "Fetch it again; if that does not help, tell whoever runs the service", Cause: fmt.Errorf("hash is %x, want %s", got, sha)}
	}
	return b, nil
}
