package cli

import (
	"context"
	"fmt"
	"io"
	"time"

	"tracemark/app/analysis"
	"tracemark/imaging/cv"
)

// registered is what `compare` prints of two photographs.
type registered struct {
	A            string          `json:"a"`
	B            string          `json:"b"`
	Purpose      string          `json:"purpose"` // what it is and is not
	Version      string          `json:"version"` // of the method
	Registration cv.Registration `json:"registration"`
	Millis       float64         `json:"millis"`
}

const registrationPurpose = "registration for viewing, not a score: it says nothing about the source"

// photographs reports whether the files named are pictures.
func photographs(names []string) bool {
	for _, name := range names {
		if !analysis.IsPicture(name) {
			return false
		}
	}
	return true
}

// comparePhotographs registers two photographs and prints how one lies on the other.
func (p *program) comparePhotographs(ctx context.Context, names []string) error {
	var files [2]analysis.Recording
	for i := range files {
		data, err := analysis.ReadFile(names[i])
		if err != nil {
			return err
		}
		if files[i], err = analysis.Read(ctx, names[i], data); err != nil {
			return err
		}
	}
	start := time.Now()
	r, err := analysis.Register(ctx, files[0], files[1])
	if err != nil {
		return err
	}
	out := registered{
		A: names[0], B: names[1], Purpose: registrationPurpose, Version: cv.RegistrationVersion, Registration: r,
		Millis: millis(time.Since(start)),
	}
	return p.print(out, func(w io.Writer) { writeRegistered(w, out, files) })
}

func writeRegistered(w io.Writer, out registered, files [2]analysis.Recording) {
	r := out.Registration
	fmt.Fprintf(w, "Photographs: %s (version %s)\n", out.Purpose, out.Version)
	for i, name := range []string{out.A, out.B} {
		f := files[i]
		fmt.Fprintf(w, "  %s  %s  %d×%d  %s\n", string(rune('A'+i)), name, f.Width, f.Height, scaleText(f.Scale))
	}
	if r.Trusted {
		fmt.Fprintf(w, "  A on B: turned %.2f°, scaled %.4f, A's centre (%.1f, %.1f) pixels from B's centre\n",
			r.Pixels.AngleDeg, r.Pixels.Scale, r.ShiftX, r.ShiftY)
		fmt.Fprintf(w, "  pose in pixels       turned %.2f°, moved (%.1f, %.1f) in B's frame\n", r.Pixels.AngleDeg, r.Pixels.TX, r.Pixels.TY)
		if r.UM != nil {
			fmt.Fprintf(w, "  pose in µm           turned %.2f°, moved (%.1f, %.1f) in B's frame\n", r.UM.AngleDeg, r.UM.TX, r.UM.TY)
		}
	}
	fmt.Fprintf(w, "  confidence           %.4f: 1 less the probability (%.2g) that chance alone gives this pair a pose as good; trusted up to %g\n",
		r.Confidence, r.Chance, cv.MaxChance)
	fmt.Fprintf(w, "  found by             %s, in the %s; r %.2f over what both show\n", r.Start, r.View, r.Correlation)
	for _, n := range r.Notes {
		fmt.Fprintf(w, "  note: %s\n", n)
	}
	fmt.Fprintf(w, "time %.0f ms\n", out.Millis)
}

// onlyTopographies refuses what is asked of photographs and only topographies have.
func (p *program) onlyTopographies(methods []string, reference string) error {
	if len(methods) > 0 || reference != "" {
		return p.usage("Photographs have no scores: --methods and --reference are for topographies", "Leave them out, or name two X3P files")
	}
	return nil
}
