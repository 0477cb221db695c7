package score

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"sort"
	"time"
)

// Format names the files that hold a reference set; its number goes up when older programs could misread a new file.
// A set that states neither its domain nor its sources is written as the first format, byte for byte as it was made, so
// that the digest that reports cite stays.
const (
	Format      = "tracemark-reference-set/2"
	firstFormat = "tracemark-reference-set/1"
)

// MaxReferenceBytes is the largest reference set that is read, 16 MiB: some 300 000 pairs, six times the largest
// published set, and small enough that a hostile file cannot exhaust the machine.
const MaxReferenceBytes = 16 << 20

// maxSources bounds the sources of a set, far above any collection and low enough for the memory that drawing them takes.
const maxSources = 1 << 16

// ErrReference is wrapped by every error about the content of a reference set.
var ErrReference = errors.New("reference set")

// ReferenceSet is one score measured on all pairs of a collection whose sources are known. It speaks only for scores of
// the same method, version and parameters.
type ReferenceSet struct {
	Name         string    `json:"name"`
	Description  string    `json:"description,omitempty"`
	Source       string    `json:"source,omitempty"` // where the collection comes from, with its licence
	Date         string    `json:"date"`             // when it was measured, YYYY-MM-DD
	Method       string    `json:"method"`
	Version      string    `json:"version"` // of the method
	Score        string    `json:"score"`   // name of the score, as package imaging spells it
	ParamsDigest string    `json:"params_sha256"`
	DataDigest   string    `json:"data_sha256"`         // of the collection: scans and their sources
	Synthetic    bool      `json:"synthetic,omitempty"` // simulated scans: never to be shown as experience with real ones
	Domain       Domain    `json:"domain,omitzero"`     // what the set speaks for
	KM           []float64 `json:"km"`                  // ascending
	KNM          []float64 `json:"knm"`                 // ascending
	// KMSources and KNMSources number the sources of each pair from 0: pairs share sources, and say less than as many
	// pairs that do not. They are empty in sets made by earlier versions.
	KMSources  []int    `json:"km_sources,omitempty"`
	KNMSources [][2]int `json:"knm_sources,omitempty"`
}

// file is a reference set as it is written: with the format in front.
type file struct {
	Format string `json:"format"`
	ReferenceSet
}

// Validate says what is wrong with the set, nil if nothing is.
func (r ReferenceSet) Validate() error {
	for _, f := range []struct{ name, value string }{
		{"name", r.Name}, {"method", r.Method}, {"version", r.Version}, {"score", r.Score},
	} {
		if f.value == "" {
			return fmt.Errorf("%w: %s is missing", ErrReference, f.name)
		}
	}
	if _, err := time.Parse(time.DateOnly, r.Date); err != nil {
		return fmt.Errorf("%w: date %q is not written YYYY-MM-DD", ErrReference, r.Date)
	}
	for _, f := range []struct{ name, value string }{{"params_sha256", r.ParamsDigest}, {"data_sha256", r.DataDigest}} {
		if b, err := hex.DecodeString(f.value); err != nil || len(b) != sha256.Size {
			return fmt.Errorf("%w: %s is not a SHA-256 in hexadecimal", ErrReference, f.name)
		}
	}
	for _, g := range []struct {
		name   string
		values []float64
	}{{"km", r.KM}, {"knm", r.KNM}} {
		if len(g.values) == 0 {
			return fmt.Errorf("%w: %s is empty", ErrReference, g.name)
		}
		for _, v := range g.values {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return fmt.Errorf("%w: %s holds %g", ErrReference, g.name, v)
			}
		}
		if !slices.IsSorted(g.values) {
			return fmt.Errorf("%w: %s is not in ascending order", ErrReference, g.name)
		}
	}
	if err := r.Domain.validate(); err != nil {
		return err
	}
	return r.validateSources()
}

// validateSources checks that either every pair has its sources or none.
func (r ReferenceSet) validateSources() error {
	if len(r.KMSources) == 0 && len(r.KNMSources) == 0 {
		return nil
	}
	if len(r.KMSources) != len(r.KM) || len(r.KNMSources) != len(r.KNM) {
		return fmt.Errorf("%w: sources are stated for %d and %d of its %d and %d pairs", ErrReference,
			len(r.KMSources), len(r.KNMSources), len(r.KM), len(r.KNM))
	}
	bad := func(s int) bool { return s < 0 || s >= maxSources }
	for _, s := range r.KMSources {
		if bad(s) {
			return fmt.Errorf("%w: source %d", ErrReference, s)
		}
	}
	for _, s := range r.KNMSources {
		if bad(s[0]) || bad(s[1]) || s[0] == s[1] {
			return fmt.Errorf("%w: a pair of different sources has the sources %d and %d", ErrReference, s[0], s[1])
		}
	}
	return nil
}

// format is the oldest one that holds the set.
func (r ReferenceSet) format() string {
	if r.Domain.zero() && len(r.KMSources) == 0 {
		return firstFormat
	}
	return Format
}

// Encode writes the set. Equal sets give equal bytes.
func (r ReferenceSet) Encode(w io.Writer) error {
	if err := r.Validate(); err != nil {
		return err
	}
	b, err := json.MarshalIndent(file{r.format(), r}, "", "\t")
	if err != nil {
		return fmt.Errorf("encode reference set: %w", err)
	}
	if _, err := w.Write(append(b, '\n')); err != nil {
		return fmt.Errorf("write reference set: %w", err)
	}
	return nil
}

// DecodeReferenceSet reads a set that Encode wrote, and validates it.
func DecodeReferenceSet(r io.Reader) (ReferenceSet, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxReferenceBytes+1))
	if err != nil {
		return ReferenceSet{}, fmt.Errorf("read reference set: %w", err)
	}
	if len(b) > MaxReferenceBytes {
		return ReferenceSet{}, fmt.Errorf("%w: larger than %d MiB", ErrReference, MaxReferenceBytes>>20)
	}
	var f file
	if err := json.Unmarshal(b, &f); err != nil {
		return ReferenceSet{}, fmt.Errorf("%w: %w", ErrReference, err)
	}
	if f.Format != Format && f.Format != firstFormat {
		return ReferenceSet{}, fmt.Errorf("%w: its format is %q, not %q", ErrReference, f.Format, Format)
	}
	if err := f.Validate(); err != nil {
		return ReferenceSet{}, err
	}
	f.tidy()
	return f.ReferenceSet, nil
}

// tidy makes empty lists nil, as they are when they are not written.
func (r *ReferenceSet) tidy() {
	for _, l := range []*[]string{&r.Domain.Instruments, &r.Domain.Makes, &r.Domain.Ammunition} {
		if len(*l) == 0 {
			*l = nil
		}
	}
	if len(r.KMSources) == 0 {
		r.KMSources, r.KNMSources = nil, nil
	}
}

// Digest returns the SHA-256 of the set as Encode writes it, in hexadecimal: what a report cites.
func (r ReferenceSet) Digest() (string, error) {
	var b bytes.Buffer
	if err := r.Encode(&b); err != nil {
		return "", err
	}
	d := sha256.Sum256(b.Bytes())
	return hex.EncodeToString(d[:]), nil
}

// BestKnownNonMatch returns the highest score of two marks that are known to come from different sources; ok is false
// when the set has none.
func (r ReferenceSet) BestKnownNonMatch() (value float64, ok bool) {
	if len(r.KNM) == 0 {
		return math.NaN(), false
	}
	return r.KNM[len(r.KNM)-1], true
}

// Figures says how well the score tells the set's groups apart.
func (r ReferenceSet) Figures() Figures { return Compare(r.KM, r.KNM) }

// Standing is where one score stands in a reference set.
type Standing struct {
	KNMAtOrAbove int `json:"knm_at_or_above"` // different-source pairs that score as high or higher
	KNM          int `json:"knm"`             // of so many
	KMAtOrBelow  int `json:"km_at_or_below"`  // same-source pairs that score as low or lower
	KM           int `json:"km"`
}

// Standing places value in the set; ok is false for a NaN, which stands nowhere.
func (r ReferenceSet) Standing(value float64) (s Standing, ok bool) {
	if math.IsNaN(value) {
		return Standing{}, false
	}
	return Standing{
		KNMAtOrAbove: len(r.KNM) - sort.SearchFloat64s(r.KNM, value),
		KNM:          len(r.KNM),
		KMAtOrBelow:  sort.Search(len(r.KM), func(i int) bool { return r.KM[i] > value }),
		KM:           len(r.KM),
	}, true
}
