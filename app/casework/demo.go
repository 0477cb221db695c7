package casework

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"

	"tracemark/casefile"
	"tracemark/imaging/synth"
	"tracemark/imaging/x3p"
)

// demoSetting marks a case in which everything is simulated, in the case's own settings.
const demoSetting = "demonstration"

// DemoQuestioned is the label of the demonstration's cartridge case from the scene.
const DemoQuestioned = "Q1"

// DemoMatch is the label of the test fire of the firearm that DemoQuestioned came from.
const DemoMatch = "T1"

// demoExhibits are the demonstration's cartridge cases: two from a scene, and test fires of three firearms. Q1 came from
// the firearm of T1, Q2 from that of T3.
var demoExhibits = []struct {
	label   string
	firearm uint64
	shot    uint64
	origin  casefile.Origin
	event   string
	ejector string // clock position
}{
	{DemoQuestioned, 1, 1, casefile.Questioned, "Scene, first shooting", "8"},
	{"Q2", 3, 1, casefile.Questioned, "Scene, second shooting", "not visible"},
	{"T1", 1, 2, casefile.Known, "Test fire of pistol 1", "8"},
	{"T2", 2, 1, casefile.Known, "Test fire of pistol 2", "7"},
	{"T3", 3, 2, casefile.Known, "Test fire of pistol 3", "8"},
	{"T4", 4, 1, casefile.Known, "Test fire of pistol 4", "9"},
}

// DemoSettings are the settings of a demonstration: nobody real acts or signs.
func DemoSettings(s *Settings) {
	s.Agency, s.Examiner, s.Role = "Demonstration laboratory", "Demo Examiner", "examiner"
	s.Address = "Nowhere: this is a demonstration"
}

// MakeDemoCase makes the demonstration case in the folder path from simulated firearms, and leaves the scans it imports
// in the folder scans.
func (d *Desk) MakeDemoCase(ctx context.Context, path, scans string, progress casefile.Progress) (casefile.CaseRef, error) {
	ctx, err := d.allowTask(ctx, casefile.BeginCase)
	if err != nil {
		return casefile.CaseRef{}, err
	}
	if err := os.MkdirAll(scans, 0o755); err != nil {
		return casefile.CaseRef{}, &casefile.Error{Code: casefile.Failed, What: "The folder %[1]s cannot be made", Do: "Check the disk and the permissions", Args: []any{scans}, Cause: err}
	}
	ref, err := d.CreateCaseAt(ctx, path, casefile.NewCase{Number: "DEMO-1", Title: "Demonstration: two shootings (SYNTHETIC DATA)",
		Offence: "None: everything in this case is simulated"})
	if err != nil {
		return ref, err
	}
	s, me, err := d.acting(ctx, path)
	if err != nil {
		return ref, err
	}
	if err := s.SetSetting(ctx, me, demoSetting, "yes"); err != nil {
		return ref, err
	}
	for i, e := range demoExhibits {
		tell(progress, i, len(demoExhibits), "simulating "+e.label)
		if err := ctx.Err(); err != nil {
			return ref, err
		}
		file := filepath.Join(scans, e.label+".x3p")
		if err := writeSimulated(file, e.label, e.firearm, e.shot); err != nil {
			return ref, err
		}
		outcomes, err := d.Import(ctx, path, []string{file}, casefile.ImportOptions{
			ExhibitLabel: e.label, Mark: casefile.BreechFace, Kind: casefile.KindCartridgeCase, Origin: e.origin, EventLabel: e.event,
		}, nil)
		if err != nil {
			return ref, err
		}
		if outcomes[0].Err != nil {
			return ref, outcomes[0].Err
		}
		if _, err := d.Describe(ctx, path, e.label, demoClass(e.ejector), ""); err != nil {
			return ref, err
		}
	}
	tell(progress, len(demoExhibits), len(demoExhibits), "")
	return d.Case(ctx, path)
}

// demoClass are the simulated class characteristics of a demonstration exhibit.
func demoClass(ejector string) casefile.Class {
	return casefile.Class{
		Calibre: casefile.Calibres.Encode("9luger"), BreechFace: casefile.BreechFacePatterns.Encode("arched"),
		FiringPin: casefile.FiringPinShapes.Encode("hemispherical"), EjectorClock: casefile.ClockPositions.Encode(ejector),
		ExtractorClock: casefile.ClockPositions.Encode("3"),
	}
}

func writeSimulated(file, label string, firearm, shot uint64) error {
	scan := synth.NewFirearm(firearm, synth.Params{}).Fire(shot)
	var b bytes.Buffer
	if err := x3p.Encode(&b, synth.File(scan, label)); err != nil {
		return fmt.Errorf("write simulated scan: %w", err)
	}
	if err := writeFile(file, b.Bytes(), 0o644); err != nil {
		return &casefile.Error{Code: casefile.Failed, What: "%[1]s cannot be written", Do: "Check the disk and the permissions", Args: []any{file}, Cause: err}
	}
	return nil
}
