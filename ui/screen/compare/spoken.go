package compare

import (
	"strings"

	"fyne.io/fyne/v2/lang"

	"tracemark/ui/palette"
)

// spoken gives commands the words that people ask the palette for them with, beside their names: those of other comparison microscopes and
// programs. They are never shown.
func spoken(list []palette.Command) []palette.Command {
	words := map[string]string{
		"mode.1":      lang.L("hairline divider dividing line comparison bridge"),
		"mode.2":      lang.L("both next to each other dual view juxtapose"),
		"mode.3":      lang.L("superimpose transparency opacity blend"),
		"mode.4":      lang.L("subtract subtraction heights deviation"),
		"mode.5":      lang.L("flicker flip alternate toggle"),
		"align":       lang.L("register registration pose overlay superpose reset position"),
		"fit":         lang.L("fit zoom all whole reset view"),
		"actual":      lang.L("100 % 1:1 actual size pixel zoom resolution"),
		"larger":      lang.L("zoom in enlarge"),
		"smaller":     lang.L("zoom out reduce"),
		"swap":        lang.L("exchange left right"),
		"link":        lang.L("lock unlock synchronise together separate unlink"),
		"divider":     lang.L("hairline horizontal vertical rotate divider"),
		"middle":      lang.L("hairline centre divider"),
		"mirror-a":    lang.L("flip reverse cast"),
		"mirror-b":    lang.L("flip reverse cast"),
		"cells":       lang.L("CMC congruent matching cells overlay"),
		"others":      lang.L("rejected non-congruent cells CMC"),
		"heat":        lang.L("heat map similarity correlation difference overlay"),
		"light.next":  lang.L("illumination lamp raking ring oblique grazing"),
		"light.left":  lang.L("illumination azimuth rotate lamp"),
		"light.right": lang.L("illumination azimuth rotate lamp"),
		"light.up":    lang.L("illumination elevation lamp"),
		"light.down":  lang.L("illumination elevation lamp grazing"),
		"colour":      lang.L("height map topography false colours depth"),
		"raw":         lang.L("raw unfiltered original filter data"),
		"profile":     lang.L("measure distance length angle cross-section ruler caliper"),
		"select":      lang.L("edit annotation move shape"),
		"brush":       lang.L("annotate paint draw region"),
		"polygon":     lang.L("annotate draw region outline"),
		"ellipse":     lang.L("annotate draw circle region"),
		"arrow":       lang.L("annotate draw pointer"),
		"likeness":    lang.L("agreement disagreement match mismatch"),
		"character":   lang.L("annotation kind characteristic"),
		"remove":      lang.L("delete erase annotation profile"),
		"fit.region":  lang.L("search region partner template best fit"),
		"page.1":      lang.L("light settings appearance contrast brightness gamma"),
		"page.2":      lang.L("annotations markings"),
		"page.3":      lang.L("scores results numbers likelihood ratio"),
		"page.4":      lang.L("opinion commit conclusion verdict"),
		"panel":       lang.L("sidebar side bar"),
		"strip":       lang.L("candidate list thumbnails"),
		"snapshot":    lang.L("screenshot picture photo image capture save view"),
		"commit":      lang.L("provisional view opinion decide"),
		"reveal":      lang.L("score rank unblind show"),
		"conclude":    lang.L("identification elimination inconclusive opinion sign"),
		"robustness":  lang.L("threshold robustness sensitivity stability rule"),
		"filters":     lang.L("robustness sensitivity cutoff bandpass Gaussian"),
		"dismiss":     lang.L("reject exclude candidate"),
		"hit":         lang.L("match link confirm candidate"),
	}
	for i, c := range list {
		list[i].Words = words[strings.TrimPrefix(c.ID, "compare.")]
		if strings.HasPrefix(c.ID, "compare.preset.") {
			list[i].Words = words["light.next"]
		}
	}
	return list
}
