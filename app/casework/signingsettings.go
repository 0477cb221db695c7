package casework

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"tracemark/casefile"
	"tracemark/export/identity/card"
)

// SigningSettings returns how the workstation signs beyond who signs, with the defaults filled in.
func (d *Desk) SigningSettings() casefile.SigningSettings {
	s := d.Settings().Signing
	s.Level = cmp.Or(s.Level, casefile.LevelBB)
	return s
}

// SetSigning changes how the workstation signs, and keeps it. A level that needs a time stamp needs a service for it; a card module
// is loaded once to see that it is one.
func (d *Desk) SetSigning(ctx context.Context, s casefile.SigningSettings) error {
	if err := d.allow(ctx, casefile.ChangeSettings); err != nil {
		return err
	}
	s.TimeStampURL, s.CardModule, s.Level = strings.TrimSpace(s.TimeStampURL), strings.TrimSpace(s.CardModule), cmp.Or(s.Level, casefile.LevelBB)
	was := d.SigningSettings()
	if s == was {
		return nil
	}
	if err := checkSigning(s); err != nil {
		return err
	}
	if s.CardModule != "" && s.CardModule != was.CardModule {
		m, err := card.Load(s.CardModule)
		if err != nil {
			return err
		}
		if err := m.Close(); err != nil {
			return err
		}
	}
	if err := d.SaveSettings(func(to *Settings) { to.Signing = s }); err != nil {
		return err
	}
	return d.noteHere(ctx, "signing settings changed", "", fmt.Sprintf("time-stamp service %q to %q, level %s to %s, card module %q to %q",
		was.TimeStampURL, s.TimeStampURL, was.Level, s.Level, was.CardModule, s.CardModule))
}

func checkSigning(s casefile.SigningSettings) error {
	if !slices.Contains(casefile.SignatureLevels(), s.Level) {
		return &casefile.Error{Code: casefile.Invalid, What: "%[1]q is no level of a signature", Do: "Choose B-B, B-T, B-LT or B-LTA", Args: []any{string(s.Level)}}
	}
	if s.TimeStampURL == "" {
		if s.Level != casefile.LevelBB {
			return &casefile.Error{Code: casefile.Invalid, What: "The level %[1]s needs a time-stamp service", Do: "Give its address, or choose B-B", Args: []any{string(s.Level)}}
		}
		return nil
	}
	u, err := url.Parse(s.TimeStampURL)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.User != nil || u.Fragment != "" {
		return &casefile.Error{Code: casefile.Invalid, What: "%[1]q is no address of a time-stamp service", Do: "Give it as http://… or https://…, without a name or password", Args: []any{s.TimeStampURL}, Cause: err}
	}
	return nil
}
