package wording

import "fyne.io/fyne/v2/lang"

// LogAction is what a record of a case's log says was done. A word that is not known is shown as it was recorded.
func LogAction(action string) string {
	if say, ok := logActions()[action]; ok {
		return say
	}
	return action
}

func logActions() map[string]string {
	return map[string]string{
		"captures imported":      lang.L("captures imported"),
		"case changed":           lang.L("case changed"),
		"case created":           lang.L("case created"),
		"case restored":          lang.L("case restored"),
		"checkpoint signed":      lang.L("checkpoint signed"),
		"comparison added":       lang.L("comparison added"),
		"comparison viewed":      lang.L("comparison viewed"),
		"conclusion recorded":    lang.L("conclusion recorded"),
		"consultation recorded":  lang.L("consultation recorded"),
		"correlation received":   lang.L("correlation received"),
		"custody corrected":      lang.L("custody corrected"),
		"custody recorded":       lang.L("custody recorded"),
		"damage found":           lang.L("damage found"),
		"document attached":      lang.L("document attached"),
		"document changed":       lang.L("document changed"),
		"event added":            lang.L("event added"),
		"event changed":          lang.L("event changed"),
		"exhibit added":          lang.L("exhibit added"),
		"exhibit changed":        lang.L("exhibit changed"),
		"hit confirmed":          lang.L("hit confirmed"),
		"hit withdrawn":          lang.L("hit withdrawn"),
		"markup saved":           lang.L("markup saved"),
		"mask added":             lang.L("mask added"),
		"person added":           lang.L("person added"),
		"person changed":         lang.L("person changed"),
		"report issued":          lang.L("report issued"),
		"resolution recorded":    lang.L("resolution recorded"),
		"schema applied":         lang.L("schema applied"),
		"setting changed":        lang.L("setting changed"),
		"snapshot chosen":        lang.L("snapshot chosen"),
		"snapshot taken":         lang.L("snapshot taken"),
		"verification asked":     lang.L("verification asked"),
		"verification committed": lang.L("verification committed"),
		"view committed":         lang.L("view committed"),
		"viewed candidate":       lang.L("viewed candidate"),
		"viewed comparison":      lang.L("viewed comparison"),
		"flipped":                lang.L("flipped"),
		"revealed":               lang.L("revealed"),
		"withdrawal recorded":    lang.L("withdrawal recorded"),
		"candidate viewed":       lang.L("candidate viewed"),
		"candidate compared":     lang.L("candidate compared"),
		"candidate dismissed":    lang.L("candidate dismissed"),
		"candidate hit proposed": lang.L("candidate hit proposed"),
		"candidate unseen":       lang.L("candidate unseen"),
		"package given out":      lang.L("package given out"),
		"package taken in":       lang.L("package taken in"),
		"case exported":          lang.L("case exported"),
		"list exported":          lang.L("list exported"),
		"case backed up":         lang.L("case backed up"),
		"case made from":         lang.L("case made from"),
		"printed label":          lang.L("printed label"),
	}
}
