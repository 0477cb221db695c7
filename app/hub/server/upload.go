package server

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"hash"
	"io"
	"net/http"

	"tracemark/app/hub/api"
	"tracemark/casefile"
)

// PutCapture stores an original that is exactly what its exhibit's submission announced, or nothing.
func (s service) PutCapture(ctx context.Context, id string, size int64, original io.Reader) (api.Capture, error) {
	me := caller(ctx).ID
	c, err := s.store.Capture(ctx, me, me, id)
	if err != nil {
		return c, err
	}
	if size > api.MaxCaptureBytes {
		return c, api.Problem(http.StatusRequestEntityTooLarge, api.TooLarge())
	}
	if size >= 0 && size != c.Size {
		return c, errNotAnnounced
	}
	// The same bytes sent again are read and checked like the first ones: an answer of 200 always means that these
	// bytes are the original.
	if err := s.store.PutOriginal(ctx, &announced{r: original, left: c.Size, sha: c.SHA256, hash: sha256.New()}); err != nil {
		return c, uploadFault(err)
	}
	if err := s.store.Uploaded(ctx, me, id); err != nil {
		return c, err
	}
	c.Uploaded = true
	signal(s.fresh)
	return c, nil
}

// errNotAnnounced is the answer to bytes that are not those of the submission.
var errNotAnnounced = api.Problem(http.StatusUnprocessableEntity,
	"The bytes received are not the original that was announced: its size or SHA-256 differs. Send it again.")

func uploadFault(err error) error {
	var known *casefile.Error
	if errors.As(err, &known) || errors.Is(err, errNotAnnounced) {
		return err
	}
	return api.Problem(http.StatusBadRequest, "The original did not arrive whole: send it again.") // the connection broke off
}

// announced passes on bytes as long as they can be the announced ones, and ends well only when they were.
type announced struct {
	r    io.Reader
	left int64
	sha  string
	hash hash.Hash
}

// Read implements io.Reader.
func (a *announced) Read(p []byte) (int, error) {
	if int64(len(p)) > a.left+1 {
		p = p[:a.left+1] // one more than announced is enough to know
	}
	n, err := a.r.Read(p)
	if int64(n) > a.left {
		return 0, errNotAnnounced
	}
	a.left -= int64(n)
	a.hash.Write(p[:n])
	if err == io.EOF && (a.left > 0 || hex.EncodeToString(a.hash.Sum(nil)) != a.sha) {
		return 0, errNotAnnounced
	}
	return n, err
}
