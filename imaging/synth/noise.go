package synth

import "math"

// field is smooth random relief: values of a random lattice, interpolated. It is a function of the position, so that it
// can be looked up at any rotation without resampling.
type field struct {
	seed     uint64
	sin, cos float64 // orientation of the lattice
	fu, fv   float64 // lattice points per µm along its two axes
	gain     float64
}

// newField returns a field of features about lu µm long in the direction deg and lv µm across it, of unit variance.
func newField(seed uint64, deg, lu, lv float64) field {
	s, c := math.Sincos(deg * math.Pi / 180)
	// The lattice holds uniform numbers of variance 1/3, which interpolation lowers to about 0.20; the gain restores 1
	// (TestFieldsHaveUnitVariance).
	return field{seed: seed, sin: s, cos: c, fu: 1 / lu, fv: 1 / lv, gain: 2.22}
}

// at returns the value at (u, v) in µm.
func (f field) at(u, v float64) float64 {
	a := (float64(u*f.cos) + float64(v*f.sin)) * f.fu
	b := (float64(v*f.cos) - float64(u*f.sin)) * f.fv
	ia, ib := math.Floor(a), math.Floor(b)
	ta, tb := fade(a-ia), fade(b-ib)
	i, j := int64(ia), int64(ib)
	top := mix(f.lattice(i, j), f.lattice(i+1, j), ta)
	bottom := mix(f.lattice(i, j+1), f.lattice(i+1, j+1), ta)
	return f.gain * mix(top, bottom, tb)
}

// lattice returns a number from -1 to 1 that belongs to lattice point (i, j).
func (f field) lattice(i, j int64) float64 {
	return unit(hash(f.seed^hash(uint64(i)*0x9e3779b97f4a7c15^uint64(j)*0xc2b2ae3d27d4eb4f)))*2 - 1
}

// fade is Perlin's quintic: its first and second derivative vanish at the lattice, so no edge of it shows in a relief.
func fade(t float64) float64 { return t * t * t * (float64(t*(float64(t*6)-15)) + 10) }

func mix(a, b, t float64) float64 { return a + float64((b-a)*t) }

// hash is the finaliser of SplitMix64 (Steele, Lea, Flood 2014, doi:10.1145/2660193.2660195).
func hash(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// unit turns random bits into a number from 0 to 1.
func unit(x uint64) float64 { return float64(x>>11) / (1 << 53) }

// normal returns a nearly normal number of mean 0 and variance 1 that belongs to x: the sum of four uniform ones.
func normal(x uint64) float64 {
	h := hash(x)
	sum := 0.0
	for range 4 {
		sum += float64(h&0xffff) / 0xffff
		h >>= 16
	}
	return (sum - 2) * math.Sqrt(3)
}

// layers are fields added with weights.
type layers struct {
	fields  []field
	weights []float64
}

func (l *layers) add(weight float64, f field) {
	l.fields = append(l.fields, f)
	l.weights = append(l.weights, weight)
}

func (l layers) at(u, v float64) float64 {
	sum := 0.0
	for i, f := range l.fields {
		sum += float64(l.weights[i] * f.at(u, v))
	}
	return sum
}
