// Package reporttest makes facts for tests of reports: complete, invented and the same every time.
package reporttest

import (
	"image"
	"image/color"
	"math"
	"strings"
	"time"

	"tracemark/casefile"
	"tracemark/export/report"
	"tracemark/imaging"
	"tracemark/imaging/score"
)

// Clock is when everything in these facts happened.
var Clock = time.Date(2026, 5, 4, 12, 30, 15, 0, time.UTC)

// Facts returns a comparison of two simulated cartridge cases.
func Facts() report.Facts {
	a, b := item("K-1", "1", casefile.Known), item("Q-3", "2", casefile.Questioned)
	a.Parent = &casefile.Exhibit{Label: "F-1", Kind: casefile.KindFirearm, Description: "pistol, simulated"}
	b.Capture.Warnings = []string{"The checksum of the measured data in this file does not agree with the data: they may have changed since they were written."}
	level := casefile.AFTE.Levels[0]
	return report.Facts{
		ReportID: "TM-2026-0504-7Q3F9K", Issued: Clock,
		Agency: report.Agency{Name: "Example Forensic Laboratory", Address: "1 Example Street, 12345 Exampletown"},
		Case: casefile.Case{ID: "0190b1b0-0000-7000-8000-00000000000c", Number: "2026/0815", Title: "Example case", Agency: "Example Forensic Laboratory",
			Offence: "none, an exercise", Created: Clock},
		A: a, B: b, Comparison: comparison(a, b),
		Conclusion: casefile.Conclusion{ID: "0190b1b0-0000-7000-8000-0000000000cc", ComparisonID: "0190b1b0-0000-7000-8000-0000000000dd", Scale: casefile.AFTE.ID,
			Value: level.ID, Created: Clock, Reason: "The breech-face marks of both items show the same parallel pattern.\n\n" +
				"Individual characteristics agree over most of the breech face, in the pictures above between four and eight o'clock in particular. " +
				"The agreement exceeds the best agreement known between marks of different firearms."},
		Scale: casefile.AFTE, Examiner: casefile.Person{Name: "Anna Beispiel", Role: "examiner", Agency: "Example Forensic Laboratory"},
		Signer: report.Signer{Name: "Anna Beispiel (TEST IDENTITY)", Test: true},
		Log:    report.LogState{Size: 41, Root: "pZ0m5bS2Yb0p0qZb7m0mZ2rV7mD0n1Z1qk3B0o8m0gQ="},
		Software: []string{
			"tracemark 0.1.0", "go1.26"},
		Reference: &report.Reference{Name: "Simulated breech faces, 12 firearms", Source: "made by this program", SHA256: strings.Repeat("5e", 32),
			Method: imaging.MethodHigh, Version: "cmc-1",
			Domain: score.Domain{Mark: "breech-face", Instruments: []string{"Simulated scanner"}, SpacingMinUM: 12.5, SpacingMaxUM: 12.5, Makes: []string{"Simulated make"}},
			Standings: []report.Standing{
				{Score: imaging.ScoreOriginal, KM: 30, KNM: 246, BestKNM: 4, LowestKM: 9, KNMAtOrAbove: 0, KMAtOrBelow: 11,
					Weight: &score.Weight{LR: math.NaN(), Low: math.NaN(), High: math.NaN(), Most: 61, Least: 1. / 14,
						Declined: []string{"The set's scans are spaced 12.5 µm, a scan of this pair 6.25 µm."}}},
				{Score: imaging.ScoreHigh, KM: 30, KNM: 246, BestKNM: 5, LowestKM: 12, KNMAtOrAbove: 0, KMAtOrBelow: 14,
					Resolution: score.Resolution{Sources: 12, KMSources: 12, EffectiveKM: 14.2, EffectiveKNM: 61.7},
					Weight:     &score.Weight{LR: 61, Low: 17.04, High: 61, Most: 61, Least: 1. / 14, AtLimit: true}}}},
		Explanation: &casefile.Explanation{Thresholds: thresholds(), Filters: []imaging.FilterOutcome{
			{Setting: "as validated", Count: 18.5, Fraction: 0.56, Surface: 0.41},
			{Setting: "band-pass, long wavelength 250 µm", Count: 16, Fraction: 0.5, Surface: 0.38},
			{Setting: "band-pass, long wavelength 8000 µm", Count: math.NaN(), Fraction: math.NaN(), Surface: math.NaN(), Problem: "the scan is smaller than the wavelength"},
		}},
		Examination: examined(),
		Domain:      []string{"Breech-face marks of simulated cartridge cases, 12.5 µm per point."},
		Figures: []report.Figure{
			{Image: relief(0), Caption: "Recording A (K-1), relief lit from the upper left.", Alt: "Grey relief of a breech face", Half: true},
			{Image: relief(1), Caption: "Recording B (Q-3), relief lit from the upper left.", Alt: "Grey relief of a breech face", Half: true},
			{Image: relief(2), Caption: "Cells of A that are congruent on B by the high rule (green), and the others (grey).", Alt: "The recordings side by side with cells marked"},
		},
	}
}

// thresholds are counts that fall as the rule grows stricter.
func thresholds() []imaging.RuleCount {
	var list []imaging.RuleCount
	for i, r := range []float64{0.4, 0.5, 0.6} {
		for j, um := range []float64{20, 40} {
			for k, deg := range []float64{3, 6} {
				n := 16 + 3*j + k - 4*i
				list = append(list, imaging.RuleCount{Rule: imaging.Rule{MinR: r, WithinUM: um, WithinDeg: deg}, AB: n, BA: n - 1,
					Count: float64(n) - 0.5, Fraction: float64(2*n-1) / 75, Own: r == 0.5 && um == 40 && deg == 6})
			}
		}
	}
	return list
}

// Photographs returns the facts of a comparison of two photographs, the second without a scale, registered or not.
func Photographs(registered bool) report.Facts {
	f := Facts()
	f.Explanation, f.Reference, f.Domain, f.Figures = &casefile.Explanation{}, nil, nil, nil
	for _, i := range []*report.Item{&f.A, &f.B} {
		c := &i.Capture
		c.Kind, c.MediaType, c.FileName, c.Warnings = casefile.Photograph, "image/png", "simulated-"+i.Exhibit.Label+".png", nil
	}
	f.B.Capture.Scale = casefile.Scale{}
	r := imaging.Result{Method: imaging.MethodPhotographs, Version: "1", Notes: []string{"No trustworthy registration: chance alone would give these photographs a pose as good with a probability of 0.4."},
		Scores: []imaging.Score{{Name: imaging.ScorePhotoTrust, Value: 0.398}, {Name: imaging.ScorePhotoCorrelation, Value: 0.12}, {Name: imaging.ScorePhotoOverlap, Value: 0.9}}}
	if registered {
		r.PhotoPose = &imaging.PhotoPose{AngleDeg: 14.74, Magnify: 1.02, TX: 0.11, TY: -0.107}
		r.Scores[0].Value, r.Notes = 8.3, []string{"Registered for viewing."}
	}
	f.Comparison.Results, f.Comparison.Default = []imaging.Result{r}, ""
	f.Comparison.Params = []casefile.Param{{Name: "step of rotation", Value: "2.5", Unit: "°", Source: "this program; not validated"}}
	return f
}

// examined is an examination whose view was committed before anything but the pose had been visible.
func examined() *report.Examination {
	at := func(x, y float64) *casefile.Shape {
		return &casefile.Shape{Kind: casefile.Ellipse, Points: []imaging.Point{{X: x, Y: y}, {X: x + 200, Y: y}, {X: x, Y: y + 100}}}
	}
	return &report.Examination{
		Commitment: &casefile.Commitment{ID: "0190b1b0-0000-7000-8000-0000000000ee", ComparisonID: "0190b1b0-0000-7000-8000-0000000000dd", Scale: casefile.AFTE.ID,
			Value: "inconclusive-a", Reason: "Parallel marks agree;\nlittle detail between six and nine o'clock.", Markup: 1, Blind: true, Created: Clock,
			Exposed: []casefile.Exposure{casefile.ExposedPose}},
		Scale: casefile.AFTE, Exposed: []casefile.Exposure{casefile.ExposedPose}, Seconds: 754, Flips: 2,
		Markup: casefile.Markup{ComparisonID: "0190b1b0-0000-7000-8000-0000000000dd", Version: 3, Annotations: []casefile.Annotation{
			{ID: "1", Likeness: casefile.Similar, Character: casefile.IndividualCharacter, Text: "three ridges", A: at(900, 1200), B: at(940, 1187)},
			{ID: "2", Likeness: casefile.Dissimilar, A: &casefile.Shape{Kind: casefile.Polygon, Points: []imaging.Point{{X: 0, Y: 0}, {X: 300, Y: 0}, {X: 300, Y: 600}}}},
		}},
	}
}

func item(label, digit string, origin casefile.Origin) report.Item {
	id := "0190b1b0-0000-7000-8000-00000000000" + digit
	return report.Item{
		Exhibit: casefile.Exhibit{ID: "e" + digit, Label: label, Kind: casefile.KindCartridgeCase, Origin: origin, Description: "simulated cartridge case",
			Class: casefile.Class{Calibre: casefile.Code{State: casefile.Stated, Code: "9 mm Luger", List: "C.I.P.", Version: "2024"},
				BreechFace: casefile.Code{State: casefile.Stated, Code: "parallel", AsSeen: "parallel, slightly arched"},
				FiringPin:  casefile.Code{State: casefile.NotVisible}}},
		Event: &casefile.Event{Label: "Event " + digit, Kind: "test fire", Date: "2026-04-02", Place: "range 2"},
		Capture: casefile.Capture{ID: id, ExhibitID: "e" + digit, Mark: casefile.BreechFace, Kind: casefile.Topography,
			SHA256: strings.Repeat("0123456789abcde"+digit, 4), Size: 1234567, FileName: "simulated-" + label + ".x3p", MediaType: "model/x3p",
			Width: 320, Height: 320, Scale: casefile.Scale{X: 12.5, Y: 12.5, Source: "file"},
			Instrument: casefile.Instrument{Maker: "Tracemark", Model: "imaging/synth", Version: "1"}, RecordedAt: "2026-04-02", Synthetic: true, Created: Clock},
	}
}

func comparison(a, b report.Item) casefile.Comparison {
	var ab, ba []imaging.Cell
	for i := range 49 {
		c := imaging.Cell{Row: i / 7, Col: i % 7, Comparable: i%5 != 0, Congruent: i%5 == 1 || i%5 == 2, Correlation: 0.6, Overlap: 0.9}
		switch {
		case !c.Comparable:
			c.Reason = imaging.ReasonLittleData
		case !c.Congruent:
			c.Reason = imaging.ReasonCorrelation
		}
		ab = append(ab, c)
		if i < 45 {
			ba = append(ba, c)
		}
	}
	// The pose lays the centre of A exactly 40 µm right of B's and 12.5 µm above it.
	centre := imaging.Point{X: 319 * 12.5 / 2, Y: 319 * 12.5 / 2}
	pose := imaging.Pose{AngleDeg: -7.5}
	p := pose.Apply(centre)
	pose.TX, pose.TY = centre.X+40-p.X, centre.Y-12.5-p.Y
	return casefile.Comparison{
		ID: "0190b1b0-0000-7000-8000-0000000000dd", Number: 3, A: a.Capture.ID, B: b.Capture.ID, HashA: a.Capture.SHA256, HashB: b.Capture.SHA256,
		Default: imaging.ScoreHigh, Millis: 412, Created: Clock, Software: []string{"tracemark 0.1.0", "gonum v0.17.0"},
		Results: []imaging.Result{
			{Method: imaging.MethodOriginal, Version: "cmc-1", Scores: []imaging.Score{{Name: imaging.ScoreOriginal, Value: 18}}, Pose: &pose, CellsAB: ab, CellsBA: ba,
				Notes: []string{"Only 39 of 49 cells could be compared."}},
			{Method: imaging.MethodHigh, Version: "cmc-1", Scores: []imaging.Score{{Name: imaging.ScoreHigh, Value: 21}}, Pose: &pose, CellsAB: ab, CellsBA: ba},
			{Method: imaging.MethodSurface, Version: "register-1", Scores: []imaging.Score{{Name: imaging.ScoreSurface, Value: math.NaN()}}},
		},
		Params: []casefile.Param{
			{Name: "Cell side", Value: "450", Unit: "µm", Source: "Song 2013"},
			{Name: "Lowest correlation", Value: "0.5", Source: "Tong et al. 2014, doi:10.6028/jres.119.018"},
			{Name: "Rotations searched", Value: "-30 to 30 by 3", Unit: "°", Source: "cmcR 0.1.11, defaults"},
			{Name: "Band-pass", Value: "16 to 500", Unit: "µm", Source: "ISO 16610-61, Gaussian"},
		},
	}
}

// relief draws something that looks like a breech face, in colour where kind is 2.
func relief(kind int) image.Image {
	w, h := 420, 420
	if kind == 2 {
		w = 900
	}
	img := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			cx, cy := float64(x%450)-210, float64(y)-210
			// float64 around the products: the same pixels on every machine, for the golden tree
			v := uint8(128 + float64(60*math.Sin(cx/9+float64(kind))*math.Cos(cy/31)) + float64(20*math.Sin(cy/3)))
			c := color.NRGBA{v, v, v, 255}
			if r := math.Hypot(cx, cy); r > 200 || r < 40 {
				c = color.NRGBA{235, 235, 235, 255}
			} else if kind == 2 && int(cx+210)/60%2 == 0 && int(cy+210)/60%2 == 0 {
				c.G = min(255, c.G+60)
			}
			img.SetNRGBA(x, y, c)
		}
	}
	return img
}
