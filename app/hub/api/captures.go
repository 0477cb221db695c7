package api

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

// uploadTime is the time an upload or a download may take: 256 MiB at about 0.5 MB/s.
const uploadTime = 10 * time.Minute

// originalType is the media type of originals: they are handed out as what they are, bytes that nobody interprets.
const originalType = "application/octet-stream"

// upload takes the body as a stream, so that an original is never held in memory as a whole.
type upload struct {
	OwnID
	size int64
	body io.Reader
}

// Resolve keeps the request's body and its length.
func (u *upload) Resolve(c huma.Context) []error {
	size, err := strconv.ParseInt(c.Header("Content-Length"), 10, 64)
	if err != nil {
		size = -1 // sent in chunks; the declared size is checked against the bytes anyway
	}
	if err := c.SetReadDeadline(time.Now().Add(uploadTime)); err != nil {
		return []error{fmt.Errorf("set read deadline: %w", err)}
	}
	u.size, u.body = size, c.BodyReader()
	return nil
}

// TooLarge is the sentence about an original past the limit.
func TooLarge() string {
	return fmt.Sprintf("The original is larger than the %d MiB that the service accepts: send a scan of a single mark.", MaxCaptureBytes>>20)
}

func registerCaptures(a huma.API, s Service) {
	binary := &huma.Schema{Type: huma.TypeString, Format: "binary"}
	huma.Register(a, huma.Operation{OperationID: "putCapture", Method: http.MethodPut, Path: "/v1/captures/{id}", Summary: "Send the original of a capture that a submission named",
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{originalType: {Schema: binary}},
			Description: "The bytes of the original. Their number and SHA-256 must be those of the submission."},
		Errors: []int{404, 413, 422}},
		func(ctx context.Context, in *upload) (*answer[Capture], error) {
			return reply(s.PutCapture(ctx, in.ID, in.size, in.body))
		})
	huma.Register(a, huma.Operation{OperationID: "getCapture", Method: http.MethodGet, Path: "/v1/captures/{id}", Summary: "The original of a capture that the caller may see",
		Responses: map[string]*huma.Response{"200": {Description: "The original's bytes",
			Content: map[string]*huma.MediaType{originalType: {Schema: binary}}}},
		Errors: []int{404}},
		func(ctx context.Context, in *anyID) (*huma.StreamResponse, error) {
			capture, body, err := s.Original(ctx, in.Agency, in.ID)
			if err != nil {
				return nil, fault(err)
			}
			return &huma.StreamResponse{Body: func(c huma.Context) {
				defer body.Close()
				c.SetHeader("Content-Type", originalType)
				c.SetHeader("Content-Length", strconv.FormatInt(capture.Size, 10))
				c.SetHeader("X-Content-Type-Options", "nosniff")
				// A copy that ends early leaves fewer bytes than Content-Length: the client sees that and checks the hash.
				_, _ = io.Copy(c.BodyWriter(), body)
			}}, nil
		})
}
