package viewer

import (
	"fyne.io/fyne/v2"

	"tracemark/imaging/render"
)

// What one key press does; with Shift nudges and turns are ten times as far.
const (
	nudgePx        = 1.0
	fineTurnDeg    = 0.1
	shiftFactor    = 10
	keyFactor      = 1.25
	lightTurnDeg   = 5
	lightLiftDeg   = 5
	opacityStep    = 0.1
	blinkHzStep    = 0.5
	lightFineShare = 5 // with Shift the light moves this much less
)

// Key handles a key and reports whether it meant something here, so that a screen can hand over keys that were typed
// while nothing had the focus. The package's comment lists them. They are the comparison microscope's, whose screen adds those that
// mark and decide: a key means the same wherever specimens are looked at.
func (v *Viewer) Key(k fyne.KeyName, m fyne.KeyModifier) bool {
	if v.ToolKey(k, m) {
		return true
	}
	if m&^fyne.KeyModifierShift != 0 {
		return false
	}
	shift := m&fyne.KeyModifierShift != 0
	return v.moveKey(k, shift) || v.lightKey(k, shift) || v.command(k, shift)
}

// moveKey handles the keys that move specimens and the split line.
func (v *Viewer) moveKey(k fyne.KeyName, shift bool) bool {
	step, turn := nudgePx, fineTurnDeg
	if shift {
		step, turn = step*shiftFactor, turn*shiftFactor
	}
	side := v.touched()
	switch k {
	case fyne.KeyLeftBracket:
		v.Rotate(side, -turn)
	case fyne.KeyRightBracket:
		v.Rotate(side, turn)
	case fyne.KeyLeft:
		v.Nudge(side, -step, 0)
	case fyne.KeyRight:
		v.Nudge(side, step, 0)
	case fyne.KeyUp:
		v.Nudge(side, 0, -step)
	case fyne.KeyDown:
		v.Nudge(side, 0, step)
	case fyne.KeyPlus, fyne.KeyEqual:
		v.Magnify(keyFactor)
	case fyne.KeyMinus:
		v.Magnify(1 / keyFactor)
	case fyne.KeyHome:
		v.SetSplit(0)
	case fyne.KeyEnd:
		v.SetSplit(1)
	case fyne.KeyM:
		v.SetSplit(0.5)
	default:
		return false
	}
	return true
}

// lightKey handles the keys that turn and lift the light.
func (v *Viewer) lightKey(k fyne.KeyName, shift bool) bool {
	turn, lift := float64(lightTurnDeg), float64(lightLiftDeg)
	if shift {
		turn, lift = turn/lightFineShare, lift/lightFineShare
	}
	l := v.Light()
	switch k {
	case fyne.KeyComma:
		l.AzimuthDeg, l.Ring = l.AzimuthDeg-turn, false
	case fyne.KeyPeriod:
		l.AzimuthDeg, l.Ring = l.AzimuthDeg+turn, false
	case fyne.KeyU:
		l.ElevationDeg += lift
	case fyne.KeyJ:
		l.ElevationDeg -= lift
	case fyne.KeyG:
		l = v.nextLight()
	default:
		return false
	}
	v.SetLight(l)
	return true
}

// command handles the keys that do one thing at once.
func (v *Viewer) command(k fyne.KeyName, shift bool) bool {
	switch k {
	case fyne.KeyA:
		v.Align()
	case fyne.KeyF:
		v.Fit()
	case fyne.Key0:
		v.OneToOne()
	case fyne.KeyX:
		v.Swap()
	case fyne.KeyL:
		v.SetLinked(!v.stage.Linked)
	case fyne.KeyC:
		if shift {
			v.SetRejected(!v.rejected)
		} else {
			v.SetOutlines(!v.outlines)
		}
	case fyne.KeyR:
		filtered := !v.looks[A].Filtered
		v.eachLook(func(l *Look) { l.Filtered = filtered })
	case fyne.KeyT:
		colour := Height - v.looks[A].Colour
		v.eachLook(func(l *Look) { l.Colour = colour })
	case fyne.KeyP:
		if _, on := v.tool.(*lineTool); on {
			v.SetTool(nil)
		} else {
			v.SetTool(v.LineTool())
		}
	case fyne.KeyDelete:
		if v.line == nil {
			return false
		}
		v.SetLine(nil)
	case fyne.KeyEscape:
		return v.escape()
	default:
		return v.modeKey(k)
	}
	return true
}

// modeKey handles the keys that change how the field is shared.
func (v *Viewer) modeKey(k fyne.KeyName) bool {
	switch k {
	case fyne.Key1, fyne.Key2, fyne.Key3, fyne.Key4, fyne.Key5:
		v.SetMode(Mode(k[0] - '1'))
	case fyne.KeyH:
		v.SetHorizontal(!v.stage.Horizontal)
	case fyne.KeySlash:
		v.lessOrMore(1)
	case fyne.KeySemicolon:
		v.lessOrMore(-1)
	default:
		return false
	}
	return true
}

// lessOrMore changes what the mode can be changed by: the opacity of Overlay, the rate of Blink.
func (v *Viewer) lessOrMore(sign float64) {
	switch v.stage.Mode {
	case Overlay:
		v.SetOpacity(v.opacity + sign*opacityStep)
	case Blink:
		v.SetBlinkHz(v.blinkHz + sign*blinkHzStep)
	}
}

// escape gives up, one after the other, the tool and the chosen cell.
func (v *Viewer) escape() bool {
	switch {
	case v.tool != nil:
		v.SetTool(nil)
	case v.chosen != 0:
		v.Choose(0)
	default:
		return false
	}
	return true
}

// Presets are the lights that a toolbar offers, in the order of the key G.
func Presets() []render.Light { return append([]render.Light(nil), lights...) }
