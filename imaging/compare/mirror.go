package compare

import (
	"bytes"
	"context"
	"fmt"

	"tracemark/imaging"
	"tracemark/imaging/register"
)

// PairChecked is Pair for a comparison that a person will read: where the surfaces do not agree, it also tries one of them mirrored, as a
// cast or a file written with an axis turned round shows it. If that agrees, every result's notes say that it looks mirrored; scores
// stay those of the scans as they are. The check takes about as long as a registration and is made only of pairs that score like
// different marks; galleries use Pair.
func PairChecked(ctx context.Context, a, b *Scan, methods ...string) ([]imaging.Result, error) {
	results, err := Pair(ctx, a, b, methods...)
	if err != nil {
		return nil, err
	}
	note, err := mirrorNote(ctx, a, b)
	if err != nil {
		return nil, fmt.Errorf("compare mirrored: %w", err)
	}
	if note != "" {
		for i := range results {
			results[i].Notes = append(results[i].Notes, note)
		}
	}
	return results, nil
}

// mirrorNote returns the sentence about a pair that agrees only mirrored, "" for every other. Refine.NotableZ divides what agrees from what does
// not.
func mirrorNote(ctx context.Context, a, b *Scan) (string, error) {
	if bytes.Compare(a.key[:], b.key[:]) > 0 {
		a, b = b, a
	}
	plain := matcher{a: a, b: b, p: a.params}
	reg, err := plain.register(ctx)
	if err != nil || reg.z >= a.params.Refine.NotableZ {
		return "", err
	}
	mirrored := matcher{a: a, b: b.mirrored(), p: a.params}
	other, err := mirrored.register(ctx)
	if err != nil || other.z < a.params.Refine.NotableZ {
		return "", err
	}
	return fmt.Sprintf("looks mirrored: the whole surfaces agree when one of them is mirrored (%.2f, and %.2f as they are); "+
		"check how both were recorded and exported, and whether one is a cast", other.z, reg.z), nil
}

// mirrored returns what a registration needs of the scan, mirrored.
func (sc *Scan) mirrored() *Scan {
	m := &Scan{params: sc.params, key: sc.key}
	for i, im := range sc.even {
		m.even[i] = im.Mirrored()
	}
	m.turned = register.NewTurned(m.even[len(m.even)-1])
	return m
}
