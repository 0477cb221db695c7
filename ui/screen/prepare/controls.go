package prepare

import (
	"fmt"
	"math"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/theme"
	fw "fyne.io/fyne/v2/widget"

	"tracemark/casefile"
	"tracemark/ui/markup"
	"tracemark/ui/widget"
	"tracemark/ui/wording"
)

// controls are what the mask is edited with: the tools over the picture, the versions and what saves the next one beside it.
type controls struct {
	s          *Screen
	bar, panel fyne.CanvasObject

	tools      map[toolKind]*widget.Button
	tint       *widget.Button
	undo, redo *widget.Button
	size       *fw.Slider
	sizeText   *fw.RichText
	shareText  *fw.RichText
	versions   *fyne.Container
	reason     *widget.Field
	save       *widget.Button
	makers     []*widget.Button
	busy       bool // the controls are being set by the program
}

func newControls(s *Screen) *controls {
	c := &controls{s: s, tools: map[toolKind]*widget.Button{}}
	row := container.NewHBox()
	for _, t := range []struct {
		kind toolKind
		text string
		icon fyne.Resource
	}{
		{moving, lang.L("Move (Esc)"), nil}, {brush, lang.L("Brush (B)"), theme.ContentAddIcon()}, {eraser, lang.L("Eraser (Shift+B)"), theme.ContentRemoveIcon()},
		{polygonIn, lang.L("Polygon in (Y)"), nil}, {polygonOut, lang.L("Polygon out (Shift+Y)"), nil},
	} {
		b := widget.NewButton(t.text, t.icon, func() { s.choose(t.kind) })
		c.tools[t.kind] = b
		row.Add(b)
	}
	c.undo = widget.NewButton("", theme.ContentUndoIcon(), s.Undo)
	c.redo = widget.NewButton("", theme.ContentRedoIcon(), s.Redo)
	c.tint = widget.NewButton(lang.L("Mask (V)"), theme.VisibilityIcon(), s.toggleTint)
	fit := widget.NewButton(lang.L("Fit (F)"), nil, s.viewer.Fit)
	for _, o := range []fyne.CanvasObject{fw.NewSeparator(), c.undo, c.redo, fw.NewSeparator(), c.tint, fit} {
		row.Add(o)
	}
	c.bar = widget.NewPanel(theme.ColorNameHeaderBackground, widget.Inset(container.NewHScroll(row), 8, 4))
	c.panel = widget.NewPanel(theme.ColorNameHeaderBackground, container.NewVScroll(widget.Inset(container.NewVBox(c.maskCard(), c.saveCard(), c.versionCard()), 8, 8)))
	c.refresh()
	return c
}

// maskCard says how much takes part, and sets the brush.
func (c *controls) maskCard() fyne.CanvasObject {
	c.shareText, c.sizeText = widget.Muted(""), widget.Caption("")
	c.size = fw.NewSlider(0, 1)
	track := widget.Track(c.size)
	c.size.Step = 0.01
	c.size.OnChanged = func(v float64) {
		if !c.busy {
			c.s.setBrush(markup.LeastBrushUM * math.Pow(markup.MostBrushUM/markup.LeastBrushUM, v))
			widget.GiveKeysBack(c.size)
		}
	}
	return widget.NewCard(container.NewVBox(widget.Strong(lang.L("Mask")), c.shareText, c.sizeText, track))
}

// saveCard holds what makes the next version.
func (c *controls) saveCard() fyne.CanvasObject {
	c.reason = widget.NewTextField(lang.L("What was taken in or left out, and why"), 3)
	c.reason.OnEscape = func() { widget.GiveKeysBack(c.reason) }
	c.reason.OnChanged = func(string) { c.refresh() }
	c.save = widget.PrimaryButton("", theme.DocumentSaveIcon(), c.s.Save)
	propose := widget.NewButton(lang.L("Propose automatically"), theme.SearchIcon(), c.s.Propose)
	file := widget.NewButton(lang.L("Take from a file…"), theme.FolderOpenIcon(), c.s.FromFile)
	c.makers = []*widget.Button{propose, file}
	return widget.NewCard(container.NewVBox(c.reason, c.save, propose, file))
}

func (c *controls) versionCard() fyne.CanvasObject {
	c.versions = container.NewVBox()
	return widget.NewCard(container.NewVBox(widget.Strong(lang.L("Versions")), c.versions))
}

// refresh shows the screen's state.
func (c *controls) refresh() {
	s := c.s
	c.busy = true
	defer func() { c.busy = false }()
	for kind, b := range c.tools {
		press(b, kind == s.tool)
		enable(b, s.edit != nil)
	}
	press(c.tint, s.tinted)
	enable(c.tint, s.edit != nil)
	enable(c.undo, s.edit != nil && len(s.edit.done) > 0)
	enable(c.redo, s.edit != nil && len(s.edit.undone) > 0)
	for _, b := range c.makers {
		enable(b, s.edit != nil && !s.saving)
	}
	c.size.SetValue(math.Log(s.brushUM/markup.LeastBrushUM) / math.Log(markup.MostBrushUM/markup.LeastBrushUM))
	widget.SetText(c.sizeText, lang.L("Brush {{.UM}} µm wide (, and .)", map[string]any{"UM": fmt.Sprintf("%.0f", s.brushUM)}))
	next := 1
	if len(s.masks) > 0 {
		next = s.masks[0].Mask.Version + 1
	}
	c.save.SetText(lang.L("Save as version {{.N}}", map[string]any{"N": next}))
	enable(c.save, s.savable() && c.reason.Text != "" && !s.saving)
	if s.edit == nil {
		widget.SetText(c.shareText, "")
		return
	}
	said := lang.L("{{.P}} % of the grid takes part.", map[string]any{"P": wording.Number(100*s.edit.share(), 1)})
	if s.tinted && !s.resampled() {
		said += " " + lang.L("What is left out is tinted.")
	}
	if s.edit.edited() {
		said += " " + lang.L("Changed, not saved.")
	}
	widget.SetText(c.shareText, said)
	c.showVersions()
}

// showVersions lists the versions, the one that is worked from being marked.
func (c *controls) showVersions() {
	s := c.s
	rows := []fyne.CanvasObject{}
	for _, m := range s.masks {
		rows = append(rows, c.version(m.Mask.ID, versionTitle(m), wording.Lines(m.ByName, wording.Moment(m.Mask.Created)), m.Mask.Reason, comparedWith(m)))
	}
	title := lang.L("Automatic mask")
	if len(s.masks) == 0 {
		title = lang.L("Automatic mask, in use")
	}
	rows = append(rows, c.version("", title, lang.L("found anew at each comparison"), "", ""))
	c.versions.Objects = rows
	c.versions.Refresh()
}

func (c *controls) version(id, title, about, reason, compared string) fyne.CanvasObject {
	look := widget.NewButton(title, nil, func() { c.s.startFrom(id) })
	look.Alignment = fw.ButtonAlignLeading
	press(look, id == c.s.base)
	enable(look, !c.s.saving)
	parts := []fyne.CanvasObject{look, widget.Caption(about)}
	if reason != "" {
		parts = append(parts, widget.Muted(reason))
	}
	if compared != "" {
		parts = append(parts, widget.Caption(compared))
	}
	return widget.Tight(parts...)
}

func versionTitle(m casefile.MaskItem) string {
	data := map[string]any{"N": m.Mask.Version, "How": originName(m.Mask.Origin), "P": wording.Number(100*m.Share, 1)}
	if m.Current {
		return lang.L("Version {{.N}}, {{.How}}, {{.P}} %, in use", data)
	}
	return lang.L("Version {{.N}}, {{.How}}, {{.P}} %", data)
}

func comparedWith(m casefile.MaskItem) string {
	if len(m.Comparisons) == 0 {
		return ""
	}
	text := ""
	for i, n := range m.Comparisons {
		if i > 0 {
			text += ", "
		}
		text += fmt.Sprint(n)
	}
	return lang.L("Used by comparison {{.List}}", map[string]any{"List": text})
}

func originName(o casefile.MaskOrigin) string {
	switch o {
	case casefile.MaskProposed:
		return lang.L("proposed")
	case casefile.MaskPainted:
		return lang.L("painted")
	case casefile.MaskFromFile:
		return lang.L("from a file")
	}
	return string(o)
}

// press shows a button as pressed in.
func press(b *widget.Button, on bool) {
	to := fw.MediumImportance
	if on {
		to = fw.HighImportance
	}
	if b.Importance != to {
		b.Importance = to
		b.Refresh()
	}
}

func enable(b *widget.Button, on bool) {
	if on == b.Disabled() {
		if on {
			b.Enable()
		} else {
			b.Disable()
		}
	}
}
