package analysis

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math"

	"tracemark/casefile"
	"tracemark/imaging"
	"tracemark/imaging/compare"
	"tracemark/imaging/filter"
	"tracemark/imaging/pipeline"
	"tracemark/imaging/surface"
)

// PrepareMasked is Prepare with the region that takes part given; nil stands for the automatic one.
func PrepareMasked(ctx context.Context, s *surface.Surface, mask *pipeline.Mask) (*compare.Scan, error) {
	if mask == nil {
		return Prepare(ctx, s)
	}
	scan, err := compare.PrepareMasked(ctx, s, *mask, compare.Default())
	return scan, cannotCompare(err)
}

// Recipe returns the steps by which a surface is prepared under a mask; nil stands for the automatic one.
func Recipe(mask *pipeline.Mask) pipeline.Recipe {
	r := compare.Default().Recipe()
	if mask != nil {
		r.Steps[0] = pipeline.Given(*mask)
	}
	return r
}

// ProposeMask finds the region that takes part where nobody gave one, and says in a sentence what share of the points it keeps.
func ProposeMask(ctx context.Context, s *surface.Surface) (imaging.Mask, string, error) {
	st, err := pipeline.Start(s)
	if err == nil {
		st, err = st.Apply(ctx, Recipe(nil).Steps[0])
	}
	if err != nil {
		return imaging.Mask{}, "", cannotCompare(err)
	}
	m, ok := st.Region()
	if !ok || m.Count() == 0 {
		return imaging.Mask{}, "", &casefile.Error{Code: casefile.Invalid, What: "No region was found that could be a breech face", Do: "Paint the mask by hand"}
	}
	return m.Mask, st.Note, nil
}

// StageOf describes stage n of a preparation.
func StageOf(st *pipeline.Stage, n int) casefile.Stage {
	f := st.Field
	out := casefile.Stage{Number: n, Name: st.Step.Name, Way: st.Step.Way, Note: st.Note, SHA256: fieldDigest(f),
		Grid: casefile.Grid{Columns: f.W, Rows: f.H, SpacingX: f.DX, SpacingY: f.DY, OriginX: f.X0, OriginY: f.Y0}}
	out.Points, out.Measured = st.Points()
	if st.Step.Name == "" {
		out.Name, out.Title = "measured", "the surface as it was measured, its mean height taken as zero"
		return out
	}
	for _, s := range st.Recipe().Steps {
		out.Grid.Resampled = out.Grid.Resampled || s.Name == "resample"
	}
	for _, k := range pipeline.Kinds() {
		if k.Name == st.Step.Name {
			out.Title = k.Title
		}
	}
	if st.Step.Mask != nil {
		return out // the given region is all that counts: the parameters of the search for one are not used
	}
	for _, l := range (pipeline.Recipe{Steps: []pipeline.Step{st.Step}}).List() {
		if l.Name != "way" {
			out.Params = append(out.Params, casefile.Param{Name: l.Title, Value: l.Value, Unit: l.Unit, Source: l.Source})
		}
	}
	return out
}

// fieldDigest is the SHA-256 of a stage: columns and rows as 64-bit integers, spacing and origin in µm as 64-bit floating-point
// numbers, then the heights row by row as 32-bit ones, NaN where there is no point, all little-endian.
func fieldDigest(f *filter.Field) string {
	h := sha256.New()
	buf := make([]byte, 0, 4096)
	for _, v := range []uint64{uint64(f.W), uint64(f.H), math.Float64bits(f.DX), math.Float64bits(f.DY), math.Float64bits(f.X0), math.Float64bits(f.Y0)} {
		buf = binary.LittleEndian.AppendUint64(buf, v)
	}
	nan := math.Float32bits(float32(math.NaN()))
	for i, z := range f.Z {
		if len(buf)+4 > cap(buf) {
			h.Write(buf)
			buf = buf[:0]
		}
		bits := nan
		if f.M[i] != 0 {
			bits = math.Float32bits(z)
		}
		buf = binary.LittleEndian.AppendUint32(buf, bits)
	}
	h.Write(buf)
	return hex.EncodeToString(h.Sum(nil))
}

// MaskFromPicture reads a region from a PNG picture of w×h points: what is light takes part. name is only used to speak of it.
func MaskFromPicture(name string, data []byte, w, h int) (imaging.Mask, error) {
	m, err := pipeline.DecodePNG(data, w, h)
	if err != nil {
		return m, &casefile.Error{Code: casefile.Invalid, What: "%[1]s cannot be used as a mask (%[2]v)",
			Do: "Give a PNG picture of %[3]d × %[4]d points, white where a point takes part and black elsewhere", Args: []any{name, err, w, h}, Cause: err}
	}
	return m, nil
}
