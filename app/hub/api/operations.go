package api

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"
	"github.com/danielgtaylor/huma/v2/sse"

	"tracemark/casefile"
)

// Service is what stands behind the contract. The caller's agency travels in the context, put there by whoever
// authenticates. Errors are answered by Problem's status and sentence.
type Service interface {
	Health(ctx context.Context) (Health, error)
	Agency(ctx context.Context) (Agency, error)
	PutExhibit(ctx context.Context, id string, s Submission) (Exhibit, error)
	PutSharing(ctx context.Context, id string, s Sharing) (Exhibit, error)
	PutDescription(ctx context.Context, id string, d Description) (Exhibit, error)
	Exhibit(ctx context.Context, agency, id string) (Exhibit, error)
	// PutCapture reads the original of a capture that its exhibit's submission named. It must not read past size bytes.
	PutCapture(ctx context.Context, id string, size int64, original io.Reader) (Capture, error)
	// Original opens the original of a capture.
	Original(ctx context.Context, agency, id string) (Capture, io.ReadCloser, error)
	PutCorrelation(ctx context.Context, id string, r CorrelationRequest) (Correlation, error)
	Correlation(ctx context.Context, id string) (Correlation, error)
	CancelCorrelation(ctx context.Context, id string) (Correlation, error)
	// Follow calls send after every change of a correlation later than the one numbered after, until it has ended, send
	// fails, or the context ends.
	Follow(ctx context.Context, id string, after int, send func(revision int, c Correlation) error) error
	Candidates(ctx context.Context, id string, offset, limit int) (CandidatePage, error)
	LeftOut(ctx context.Context, id string, offset, limit int) (LeftOutPage, error)
}

// Problem returns the error that is answered with an HTTP status and a sentence for people.
func Problem(status int, sentence string) error { return huma.NewError(status, sentence) }

// The names of the events that follow a correlation.
const (
	EventProgress = "progress"
	EventFinished = "finished"
)

// config returns the description that the operations are added to.
func config() huma.Config {
	c := huma.DefaultConfig("Tracemark correlation service", Version)
	c.Info.Description = "Submit an exhibit's captures, ask for ranked candidates, fetch a candidate's captures. " +
		"A candidate is a lead for examination, not an identification. Data stays the submitting agency's own and is visible to others by its sharing rule only."
	c.CreateHooks = nil // no $schema links in answers: they carry the server's address
	c.DocsPath = ""     // the pages behind it are loaded from elsewhere; the service works offline
	c.SchemasPath = ""
	c.Formats = map[string]huma.Format{"application/json": huma.DefaultJSONFormat, "json": huma.DefaultJSONFormat}
	c.RejectUnknownQueryParameters = true
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"agencyKey": {Type: "http", Scheme: "bearer", Description: "The key of an agency."},
	}
	c.OnAddOperation = append(c.OnAddOperation, func(_ *huma.OpenAPI, op *huma.Operation) {
		if op.Security == nil { // the service's own applies: a key is needed
			op.Responses["401"] = &huma.Response{Description: "No key, or none that the service knows",
				Content: map[string]*huma.MediaType{"application/problem+json": {Schema: &huma.Schema{Ref: "#/components/schemas/ErrorModel"}}}}
		}
	})
	c.Security = []map[string][]string{{"agencyKey": {}}}
	return c
}

// Register adds every operation of the contract to mux, and the description itself at /openapi.json and /openapi.yaml.
// Authenticate is run before every operation that needs a key: it returns the context to go on with, or an error.
func Register(mux *http.ServeMux, s Service, authenticate func(ctx context.Context, authorization string) (context.Context, error)) huma.API {
	a := humago.New(mux, config())
	a.UseMiddleware(func(c huma.Context, next func(huma.Context)) {
		if sec := c.Operation().Security; sec != nil && len(sec) == 0 {
			next(c)
			return
		}
		ctx, err := authenticate(c.Context(), c.Header("Authorization"))
		if err != nil {
			c.SetHeader("WWW-Authenticate", `Bearer realm="tracemark"`)
			writeFault(a, c, err)
			return
		}
		next(huma.WithContext(c, ctx))
	})
	registerExhibits(a, s)
	registerCaptures(a, s)
	registerCorrelations(a, s)
	return a
}

// answer is the output of an operation whose answer is JSON.
type answer[T any] struct{ Body T }

func reply[T any](v T, err error) (*answer[T], error) {
	if err != nil {
		return nil, fault(err)
	}
	return &answer[T]{v}, nil
}

// statuses are the answers to errors that are made for people.
var statuses = map[casefile.ErrorCode]int{
	casefile.Invalid:  http.StatusUnprocessableEntity,
	casefile.NotFound: http.StatusNotFound,
	casefile.Conflict: http.StatusConflict,
	casefile.Refused:  http.StatusForbidden,
}

// fault lets a Problem through and makes one of an error for people. Any other error goes to the log, because its text
// is not for whoever calls.
func fault(err error) error {
	if p, ok := errors.AsType[huma.StatusError](err); ok {
		return p
	}
	if known, ok := errors.AsType[*casefile.Error](err); ok && statuses[known.Code] != 0 {
		return Problem(statuses[known.Code], known.Error())
	}
	slog.Error("hub request", "err", err)
	return Problem(http.StatusInternalServerError, "The service had a fault of its own: try again, and tell whoever runs it if that does not help.")
}

// OwnID is the id in a path. It is exported because huma passes over embedded types that are not.
type OwnID struct {
	ID string `path:"id" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" doc:"Given by the client."`
}

type anyID struct {
	OwnID
	Agency string `query:"agency" pattern:"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$" doc:"The owner; the caller itself when absent."`
}

type pageOf struct {
	OwnID
	Offset int `query:"offset" minimum:"0" maximum:"10000000" default:"0"`
	Limit  int `query:"limit" minimum:"1" maximum:"500" default:"50"`
}

func writeFault(a huma.API, c huma.Context, err error) {
	if p, ok := errors.AsType[huma.StatusError](fault(err)); ok {
		_ = huma.WriteErr(a, c, p.GetStatus(), p.Error()) // fails for a client that has gone only
	}
}

func registerExhibits(a huma.API, s Service) {
	huma.Register(a, huma.Operation{OperationID: "health", Method: http.MethodGet, Path: "/v1/health", Summary: "Does the service answer",
		Security: []map[string][]string{}}, func(ctx context.Context, _ *struct{}) (*answer[Health], error) { return reply(s.Health(ctx)) })
	huma.Register(a, huma.Operation{OperationID: "agency", Method: http.MethodGet, Path: "/v1/agency", Summary: "Whose key is this"},
		func(ctx context.Context, _ *struct{}) (*answer[Agency], error) { return reply(s.Agency(ctx)) })
	huma.Register(a, huma.Operation{OperationID: "putExhibit", Method: http.MethodPut, Path: "/v1/exhibits/{id}", Summary: "Submit an exhibit, or further captures of it",
		MaxBodyBytes: MaxJSONBytes, Errors: []int{409}},
		func(ctx context.Context, in *struct {
			OwnID
			Body Submission
		}) (*answer[Exhibit], error) {
			return reply(s.PutExhibit(ctx, in.ID, in.Body))
		})
	huma.Register(a, huma.Operation{OperationID: "putSharing", Method: http.MethodPut, Path: "/v1/exhibits/{id}/sharing", Summary: "Change who sees an own exhibit",
		MaxBodyBytes: MaxJSONBytes, Errors: []int{404}},
		func(ctx context.Context, in *struct {
			OwnID
			Body Sharing
		}) (*answer[Exhibit], error) {
			return reply(s.PutSharing(ctx, in.ID, in.Body))
		})
	huma.Register(a, huma.Operation{OperationID: "putDescription", Method: http.MethodPut, Path: "/v1/exhibits/{id}/description", Summary: "Correct what is said of an own exhibit",
		MaxBodyBytes: MaxJSONBytes, Errors: []int{404}},
		func(ctx context.Context, in *struct {
			OwnID
			Body Description
		}) (*answer[Exhibit], error) {
			return reply(s.PutDescription(ctx, in.ID, in.Body))
		})
	huma.Register(a, huma.Operation{OperationID: "getExhibit", Method: http.MethodGet, Path: "/v1/exhibits/{id}", Summary: "An exhibit that the caller may see",
		Errors: []int{404}},
		func(ctx context.Context, in *anyID) (*answer[Exhibit], error) {
			return reply(s.Exhibit(ctx, in.Agency, in.ID))
		})
}

func registerCorrelations(a huma.API, s Service) {
	huma.Register(a, huma.Operation{OperationID: "putCorrelation", Method: http.MethodPut, Path: "/v1/correlations/{id}", Summary: "Ask for the candidates of an own exhibit",
		MaxBodyBytes: MaxJSONBytes, Errors: []int{404, 409}},
		func(ctx context.Context, in *struct {
			OwnID
			Body CorrelationRequest
		}) (*answer[Correlation], error) {
			return reply(s.PutCorrelation(ctx, in.ID, in.Body))
		})
	huma.Register(a, huma.Operation{OperationID: "getCorrelation", Method: http.MethodGet, Path: "/v1/correlations/{id}", Summary: "How far a correlation has got", Errors: []int{404}},
		func(ctx context.Context, in *OwnID) (*answer[Correlation], error) {
			return reply(s.Correlation(ctx, in.ID))
		})
	huma.Register(a, huma.Operation{OperationID: "cancelCorrelation", Method: http.MethodPost, Path: "/v1/correlations/{id}/cancel", Summary: "Stop a correlation", Errors: []int{404}},
		func(ctx context.Context, in *OwnID) (*answer[Correlation], error) {
			return reply(s.CancelCorrelation(ctx, in.ID))
		})
	huma.Register(a, huma.Operation{OperationID: "getCandidates", Method: http.MethodGet, Path: "/v1/correlations/{id}/candidates", Summary: "Ranked candidates: leads, not identifications",
		Errors: []int{404, 409}},
		func(ctx context.Context, in *pageOf) (*answer[CandidatePage], error) {
			return reply(s.Candidates(ctx, in.ID, in.Offset, in.Limit))
		})
	huma.Register(a, huma.Operation{OperationID: "getLeftOut", Method: http.MethodGet, Path: "/v1/correlations/{id}/left-out", Summary: "What was not searched, and why", Errors: []int{404, 409}},
		func(ctx context.Context, in *pageOf) (*answer[LeftOutPage], error) {
			return reply(s.LeftOut(ctx, in.ID, in.Offset, in.Limit))
		})
	registerEvents(a, s)
}

type eventsInput struct {
	OwnID
	After int `header:"Last-Event-ID" doc:"The last event received; only later ones are sent."`
}

func registerEvents(a huma.API, s Service) {
	// The stream's status is sent before the first event, so a correlation that does not exist is found out first.
	check := func(c huma.Context, next func(huma.Context)) {
		if _, err := s.Correlation(c.Context(), c.Param("id")); err != nil {
			writeFault(a, c, err)
			return
		}
		// The time allowed for reading a request would otherwise end the stream, as the server listens for the client's going.
		if err := c.SetReadDeadline(time.Time{}); err != nil {
			writeFault(a, c, fmt.Errorf("clear read deadline: %w", err))
			return
		}
		next(c)
	}
	sse.Register(a, huma.Operation{OperationID: "followCorrelation", Method: http.MethodGet, Path: "/v1/correlations/{id}/events", Summary: "Follow a correlation by server-sent events",
		Errors: []int{404}, Middlewares: huma.Middlewares{check}},
		map[string]any{EventProgress: Progress{}, EventFinished: Correlation{}},
		func(ctx context.Context, in *eventsInput, send sse.Sender) {
			// An error here means that the client has gone or the service stops: the stream ends, the client asks again.
			_ = s.Follow(ctx, in.ID, in.After, func(rev int, c Correlation) error {
				if c.State.Final() {
					return send(sse.Message{ID: rev, Data: c})
				}
				return send(sse.Message{ID: rev, Data: Progress{c.State, c.Done, c.Total, c.Step}})
			})
		})
}
