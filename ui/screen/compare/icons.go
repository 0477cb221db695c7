package compare

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// drawn returns an icon of 24 × 24 units that follows the theme; shapes is the inside of an SVG file. The theme colours
// fills only, so the icons are made of filled shapes.
func drawn(name, shapes string) fyne.Resource {
	svg := `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="24" height="24">` + strings.TrimSpace(shapes) + `</svg>`
	return theme.NewThemedResource(fyne.NewStaticResource("compare-"+name+".svg", []byte(svg)))
}

// frame is the outline of the field.
const frame = `<path d="M2 4h20v16H2zM4 6v12h16V6z" fill-rule="evenodd"/>`

// The icons of the microscope.
var (
	iconSplit      = drawn("split", `<path d="M2 4h20v16H2zM4 6v12h7V6z" fill-rule="evenodd"/>`)
	iconBeside     = drawn("beside", `<path d="M2 5h9v14H2zM4 7v10h5V7z" fill-rule="evenodd"/><path d="M13 5h9v14h-9zM15 7v10h5V7z" fill-rule="evenodd"/>`)
	iconOverlay    = drawn("overlay", `<path d="M2 3h14v6h6v12H8v-6H2zM4 5v8h4V9h6V5zM10 15v4h10v-8h-4v4z" fill-rule="evenodd"/>`)
	iconDifference = drawn("difference", frame+`<rect x="7" y="11" width="10" height="2"/>`)
	iconBlink      = drawn("blink", `<path d="M2 7h9v10H2z"/><path d="M13 7h9v10h-9zM15 9v6h5V9z" fill-rule="evenodd"/>`)
	iconDivider    = drawn("divider", `<path d="M11 2h2v8h9v4h-9v8h-2v-8H2v-4h9z"/>`)
	iconSwap       = drawn("swap", `<path d="M2 8h14V4l6 5.5-6 5.5v-4H2z"/><path d="M22 17H8v3l-5-4 5-4v3h14z"/>`)
	iconLinked     = drawn("linked", `<path d="M9 7H6a5 5 0 0 0 0 10h3v-2H6a3 3 0 0 1 0-6h3z"/><path d="M15 7h3a5 5 0 0 1 0 10h-3v-2h3a3 3 0 0 0 0-6h-3z"/><rect x="8" y="11" width="8" height="2"/>`)
	iconAlign      = drawn("align", `<path d="M11 1h2v4h-2zM11 19h2v4h-2zM1 11h4v2H1zM19 11h4v2h-4z"/><path d="M12 6a6 6 0 1 1 0 12a6 6 0 1 1 0-12zM12 8a4 4 0 1 0 0 8a4 4 0 1 0 0-8z" fill-rule="evenodd"/><circle cx="12" cy="12" r="1.6"/>`)
	iconFit        = drawn("fit", `<path d="M2 4h6v2H4v4H2zM16 4h6v6h-2V6h-4zM2 14h2v4h4v2H2zM20 14h2v6h-6v-2h4z"/><rect x="8" y="9" width="8" height="6"/>`)
	iconActual     = drawn("actual", `<path d="M3 6h3v12H4V8H3zM17 6h4v12h-2V8h-2z"/><rect x="10.5" y="8" width="3" height="3"/><rect x="10.5" y="14" width="3" height="3"/>`)
	iconCells      = drawn("cells", `<path d="M3 3h8v8H3zM5 5v4h4V5z" fill-rule="evenodd"/><path d="M13 3h8v8h-8zM15 5v4h4V5z" fill-rule="evenodd"/><path d="M3 13h8v8H3zM5 15v4h4v-4z" fill-rule="evenodd"/><rect x="13" y="13" width="8" height="8"/>`)
	iconHeat       = drawn("heat", `<path d="M12 2c1 4 6 7 6 12a6 6 0 0 1-12 0c0-2 1-4 2-5c0 2 1 3 2 3c0-4 1-7 2-10z"/>`)
	iconProfile    = drawn("profile", `<path d="M2 20h20v2H2z"/><path d="M2 15l5-8l4 6l4-9l7 11v3.500l-7-10.500l-4 9l-4-6l-5 7.500z"/>`)
	iconSnapshot   = drawn("snapshot", `<path d="M8 4h8l2 3h4v13H2V7h4zM12 9a4.500 4.500 0 1 0 0 9a4.500 4.500 0 1 0 0-9z" fill-rule="evenodd"/><circle cx="12" cy="13.500" r="2.500"/>`)
	iconPanel      = drawn("panel", `<path d="M2 4h20v16H2zM4 6v12h10V6z" fill-rule="evenodd"/>`)
	iconStrip      = drawn("strip", `<path d="M2 4h20v16H2zM10 6v12h10V6z" fill-rule="evenodd"/>`)
	iconMove       = drawn("move", `<path d="M12 1l4 4h-3v6h6V8l4 4l-4 4v-3h-6v6h3l-4 4l-4-4h3v-6H5v3l-4-4l4-4v3h6V5H8z"/>`)
	iconSelect     = drawn("select", `<path d="M5 2l14 11h-7l4 8l-3 1.500l-4-8l-4 5z"/>`)
	iconBrush      = drawn("brush", `<path d="M20 2l2 2l-9 11l-3-3z"/><path d="M9 13l3 3c-1 4-5 5-9 5c2-1 2-3 2.500-5c.5-2 2-3 3.500-3z"/>`)
	iconPolygon    = drawn("polygon", `<path d="M12 2l10 7l-4 12H6L2 9zM12 4.500L4.300 9.800l3.200 9.200h9l3.200-9.200z" fill-rule="evenodd"/>`)
	iconEllipse    = drawn("ellipse", `<path d="M12 5a10 7 0 1 1 0 14a10 7 0 1 1 0-14zM12 7a8 5 0 1 0 0 10a8 5 0 1 0 0-10z" fill-rule="evenodd"/>`)
	iconArrow      = drawn("arrow", `<path d="M22 2l-3 9l-2.300-2.300L4 21.400L2.600 20L15.300 7.300L13 5z"/>`)
)
