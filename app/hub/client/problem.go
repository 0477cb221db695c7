package client

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"tracemark/casefile"
)

// noAnswer says why a request got no answer at all.
func (c *Client) noAnswer(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if e, ok := errors.AsType[*tls.CertificateVerificationError](err); ok {
		return &casefile.Error{Code: casefile.Refused, What: "The correlation service at %[1]s does not prove that it is the one meant",
			Do: "Check its address, and that its certificate's authority is known here", Args: []any{c.base}, Cause: e}
	}
	return &casefile.Error{Code: casefile.Failed, What: "The correlation service at %[1]s does not answer",
		Do: "Check the network, and that the service runs", Args: []any{c.base}, Cause: err}
}

func (c *Client) notAService(err error) error {
	return &casefile.Error{Code: casefile.Failed, What: "What answers at %[1]s is not a correlation service that this version understands",
		Do: "Check its address and version", Args: []any{c.base}, Cause: err}
}

// codes sorts the statuses of answers.
var codes = map[int]casefile.ErrorCode{
	http.StatusBadRequest:            casefile.Invalid,
	http.StatusUnauthorized:          casefile.Refused,
	http.StatusForbidden:             casefile.Refused,
	http.StatusNotFound:              casefile.NotFound,
	http.StatusConflict:              casefile.Conflict,
	http.StatusRequestEntityTooLarge: casefile.Invalid,
	http.StatusUnprocessableEntity:   casefile.Invalid,
}

// problem turns an answer that is not 200 into a sentence.
func (c *Client) problem(resp *http.Response) error {
	var p huma.ErrorModel
	b, err := io.ReadAll(io.LimitReader(resp.Body, 1<<20))
	if err == nil {
		err = json.Unmarshal(b, &p)
	}
	cause := fmt.Errorf("status %s: %s", resp.Status, strings.TrimSpace(p.Detail))
	code, known := codes[resp.StatusCode]
	switch {
	case resp.StatusCode == http.StatusUnauthorized:
		return &casefile.Error{Code: code, What: "The correlation service at %[1]s does not accept this agency's key",
			Do: "Ask whoever runs it for a new key, and enter that in the settings", Args: []any{c.base}, Cause: cause}
	case err != nil || p.Detail == "":
		return c.notAService(errors.Join(cause, err))
	case !known:
		code = casefile.Failed
	}
	if len(p.Errors) > 0 { // the contract's own check of a request: name what is wrong
		var all []string
		for _, e := range p.Errors {
			all = append(all, strings.TrimSpace(e.Location+" "+e.Message))
		}
		return &casefile.Error{Code: code, What: "The correlation service does not accept what was sent (%[1]s)", Args: []any{strings.Join(all, "; ")}, Cause: cause}
	}
	return &casefile.Error{Code: code, What: "%[1]s", Args: []any{strings.TrimSuffix(p.Detail, ".")}, Cause: cause}
}
