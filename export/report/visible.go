package report

import "tracemark/casefile"

// Visible lists what had been visible in English words, see Wording.Visible.
func Visible(list []casefile.Exposure) string { return Wording{}.Visible(list) }

// Visible lists what had been visible in words, "nothing of it" where it is empty.
func (w Wording) Visible(list []casefile.Exposure) string {
	if len(list) == 0 {
		return w.Say("nothing of rank, score, pose and cells")
	}
	words := make([]string, len(list))
	for i, e := range list {
		words[i] = w.named(exposed, string(e))
	}
	return w.And(words)
}

// exposed are the exposures where they are listed.
var exposed = map[string]fixed{
	string(casefile.ExposedRank): "rank", string(casefile.ExposedScore): "score", string(casefile.ExposedPose): "pose", string(casefile.ExposedCells): "cells",
}
