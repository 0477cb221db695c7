package server

import (
	"context"
	"io"
	"net/http"
	"strings"
	"time"

	"tracemark/app/hub/api"
)

type callerKey struct{}

// authenticate finds the agency whose key the header carries and puts it in the context.
func (s *Server) authenticate(ctx context.Context, authorization string) (context.Context, error) {
	scheme, key, ok := strings.Cut(authorization, " ")
	if !ok || !strings.EqualFold(scheme, "Bearer") || key == "" {
		return nil, api.Problem(http.StatusUnauthorized, "This service answers agencies only: send the agency's key.")
	}
	a, ok, err := s.store.AgencyByKey(ctx, key)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, api.Problem(http.StatusUnauthorized, "This service does not accept this agency's key: ask whoever runs it for a new one.")
	}
	return context.WithValue(ctx, callerKey{}, a), nil
}

// caller is the agency that asks. Every operation but the health check comes after authenticate.
func caller(ctx context.Context) api.Agency { return ctx.Value(callerKey{}).(api.Agency) }

// service is the contract's other side for a Server.
type service struct{ *Server }

func (service) Health(context.Context) (api.Health, error) {
	return api.Health{Status: "ok", Version: api.Version}, nil
}

func (service) Agency(ctx context.Context) (api.Agency, error) { return caller(ctx), nil }

func (s service) PutExhibit(ctx context.Context, id string, sub api.Submission) (api.Exhibit, error) {
	me := caller(ctx).ID
	if err := s.store.PutExhibit(ctx, me, id, sub); err != nil {
		return api.Exhibit{}, err
	}
	return s.store.Exhibit(ctx, me, me, id)
}

func (s service) PutSharing(ctx context.Context, id string, sharing api.Sharing) (api.Exhibit, error) {
	me := caller(ctx).ID
	if err := s.store.SetSharing(ctx, me, id, sharing); err != nil {
		return api.Exhibit{}, err
	}
	return s.store.Exhibit(ctx, me, me, id)
}

func (s service) PutDescription(ctx context.Context, id string, d api.Description) (api.Exhibit, error) {
	me := caller(ctx).ID
	if err := s.store.SetDescription(ctx, me, id, d); err != nil {
		return api.Exhibit{}, err
	}
	return s.store.Exhibit(ctx, me, me, id)
}

func (s service) Exhibit(ctx context.Context, owner, id string) (api.Exhibit, error) {
	me := caller(ctx).ID
	return s.store.Exhibit(ctx, me, orSelf(owner, me), id)
}

func (s service) Original(ctx context.Context, owner, id string) (api.Capture, io.ReadCloser, error) {
	me := caller(ctx).ID
	c, err := s.store.Capture(ctx, me, orSelf(owner, me), id)
	if err != nil {
		return c, nil, err
	}
	if !c.Uploaded {
		return c, nil, api.Problem(http.StatusNotFound, "The original of this capture has not been sent to the service yet.")
	}
	f, err := s.store.OpenOriginal(c.SHA256)
	if err != nil {
		return c, nil, err
	}
	return c, f, nil
}

func orSelf(owner, me string) string {
	if owner == "" {
		return me
	}
	return owner
}

func (s service) PutCorrelation(ctx context.Context, id string, r api.CorrelationRequest) (api.Correlation, error) {
	if err := s.store.PutCorrelation(ctx, caller(ctx).ID, id, r); err != nil {
		return api.Correlation{}, err
	}
	s.poke()
	return s.Correlation(ctx, id)
}

func (s service) Correlation(ctx context.Context, id string) (api.Correlation, error) {
	c, _, err := s.store.Correlation(ctx, caller(ctx).ID, id)
	return c, err
}

func (s service) CancelCorrelation(ctx context.Context, id string) (api.Correlation, error) {
	if err := s.store.CancelCorrelation(ctx, caller(ctx).ID, id); err != nil {
		return api.Correlation{}, err
	}
	return s.Correlation(ctx, id)
}

// followEvery is how often a followed correlation is looked at: often enough for a progress bar, and a row by its key.
const followEvery = 150 * time.Millisecond

// Follow looks at the stored record, so that it makes no difference which process does the work.
func (s service) Follow(ctx context.Context, id string, after int, send func(int, api.Correlation) error) error {
	me := caller(ctx).ID
	tick := time.NewTicker(followEvery)
	defer tick.Stop()
	for {
		revision, err := s.store.Revision(ctx, me, id)
		if err != nil {
			return err
		}
		if revision > after {
			c, revision, err := s.store.Correlation(ctx, me, id)
			if err != nil {
				return err
			}
			if err := send(revision, c); err != nil || c.State.Final() {
				return err
			}
			after = revision
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-s.stop:
			return nil
		case <-tick.C:
		}
	}
}

func (s service) Candidates(ctx context.Context, id string, offset, limit int) (api.CandidatePage, error) {
	return s.store.Candidates(ctx, caller(ctx).ID, id, offset, limit)
}

func (s service) LeftOut(ctx context.Context, id string, offset, limit int) (api.LeftOutPage, error) {
	return s.store.LeftOut(ctx, caller(ctx).ID, id, offset, limit)
}
