package main

import (
	"encoding/json"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// stated are the statements of a report that no record of a case holds.
var stated = []string{"--customer", "Regional court", "--contact", "1 Court Square", "--place", "Laboratory, room 2", "--condition", "In sealed bags.", "--received", "2026-01-02",
	"--sampling", "All were recorded.", "--environment", "21 °C", "--deviations", "None.", "--external", "None.", "--waive", "b=the laboratory has no address in a script"}

// issueWhole takes a report through its whole life, by three people: `issue CASE COMPARISON FILE EXAMINER [ARG...]`, where EXAMINER ” is the one of the
// settings and the arguments go to `report new`.
func issueWhole(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) < 4 || neg {
		ts.Fatalf("usage: issue CASE COMPARISON FILE EXAMINER [ARG...]")
	}
	path, comparison, file, examiner := args[0], args[1], args[2], args[3]
	run := func(who string, args ...string) {
		all := append([]string{"report"}, args...)
		if who != "" { // else whoever the workstation's settings name
			all = append([]string{"--examiner", who}, all...)
		}
		if err := ts.Exec("tracemark", all...); err != nil {
			ts.Fatalf("%s: %v", strings.Join(all, " "), err)
		}
	}
	run(examiner, append(append([]string{"new", path, comparison, "--json"}, stated...), args[4:]...)...)
	var begun struct {
		Report struct {
			ID string `json:"id"`
		} `json:"report"`
	}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &begun))
	id := begun.Report.ID
	run(examiner, "submit", path, id)
	run("R. Reviewer", "review", path, id, "--technical")
	run("R. Reviewer", "review", path, id, "--administrative")
	run("L. Leader", "authorise", path, id)
	run(examiner, "sign", path, id)
	run("L. Leader", "sign", path, id)
	run(examiner, "issue", path, id, "--out", file, "--json")
}
