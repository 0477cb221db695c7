package pdf

// The page, in millimetres.
const (
	pageW, pageH    = 210.0, 297.0
	left, rightEdge = 22.0, 22.0
	width           = pageW - left - rightEdge
	top             = 26.0
	bottom          = 274.0 // where the text ends; the footer stands below
	mmPerPoint      = 25.4 / 72
)

type colour [3]int

var (
	ink        = colour{28, 36, 46}
	grey       = colour{92, 103, 115}
	hairline   = colour{210, 216, 223}
	accent     = colour{27, 72, 112}
	accentTint = colour{238, 243, 248}
	amber      = colour{176, 106, 0}
	amberTint  = colour{255, 246, 226}
	greyTint   = colour{245, 246, 248}
	// The word DRAFT has to be seen, and the text that stands on it to be read: black on it has a contrast of 15 to 1.
	watermarkGrey = colour{226, 229, 233}
)

// style is how a text is set.
type style struct {
	family, weight string
	points         float64
	line           float64 // height of a line in millimetres
	colour         colour
}

var (
	body       = style{sans, "", 9.5, 4.8, ink}
	titleStyle = style{sans, "B", 21, 9.5, accent}
	agencyLine = style{sans, "B", 10, 5, grey}
	sectionHd  = style{sans, "B", 13, 6.2, accent}
	blockHd    = style{sans, "B", 9.5, 5, ink}
	label      = style{sans, "", 8.8, 4.4, grey}
	value      = style{sans, "", 9.2, 4.4, ink}
	valueMono  = style{mono, "", 8.2, 4.4, ink}
	columnHd   = style{sans, "B", 8.2, 3.9, accent}
	cellText   = style{sans, "", 8.8, 4.2, ink}
	cellLabel  = style{sans, "", 8.8, 4.2, grey}
	cellMono   = style{mono, "", 7.6, 4.0, ink}
	caption    = style{sans, "", 8.5, 4.1, grey}
	captionNo  = style{sans, "B", 8.5, 4.1, ink}
	noticeHd   = style{sans, "B", 11, 5.6, accent}
	warningHd  = style{sans, "B", 9.5, 5, amber}
	bannerText = style{sans, "B", 8.6, 5.4, amber}
	running    = style{sans, "", 7.8, 4, grey}
	runningID  = style{mono, "", 7.4, 4, grey}
	letterLine = style{sans, "", 8.2, 3.9, grey}
	codeText   = style{sans, "", 5.6, 2.5, grey}
	footLine   = style{sans, "", 7, 3.4, grey}
	endText    = style{sans, "B", 9, 5, grey}
)
