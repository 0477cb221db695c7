package batch

import (
	"strconv"
	"strings"

	"tracemark/casefile"
)

// spoken are the words for values in the languages of the program, as Fold makes them.
var (
	marks = map[string]casefile.MarkKind{
		"breechface": casefile.BreechFace, "cuvettedetir": casefile.BreechFace, "caradelcierre": casefile.BreechFace,
		"firingpin": casefile.FiringPin, "percuteur": casefile.FiringPin, "percutor": casefile.FiringPin,
		"ejector": casefile.EjectorMark, "ejecteur": casefile.EjectorMark, "eyector": casefile.EjectorMark,
		"extractor": casefile.ExtractorMark, "extracteur": casefile.ExtractorMark,
		"apertureshear": casefile.ApertureShear, "cisaillement": casefile.ApertureShear, "cisaillementdelorificedupercuteur": casefile.ApertureShear,
		"cizallamiento": casefile.ApertureShear, "cizallamientodelorificiodelpercutor": casefile.ApertureShear,
		"headstamp": casefile.Headstamp, "marquageduculot": casefile.Headstamp, "marcajedelculote": casefile.Headstamp,
	}
	kinds = map[string]casefile.ExhibitKind{
		"cartridgecase": casefile.KindCartridgeCase, "casing": casefile.KindCartridgeCase, "etui": casefile.KindCartridgeCase, "douille": casefile.KindCartridgeCase, "vaina": casefile.KindCartridgeCase,
		"bullet": casefile.KindBullet, "projectile": casefile.KindBullet, "balle": casefile.KindBullet, "proyectil": casefile.KindBullet, "bala": casefile.KindBullet,
		"cartridge": casefile.KindCartridge, "cartouche": casefile.KindCartridge, "cartucho": casefile.KindCartridge,
		"firearm": casefile.KindFirearm, "weapon": casefile.KindFirearm, "armeafeu": casefile.KindFirearm, "arme": casefile.KindFirearm, "armadefuego": casefile.KindFirearm, "arma": casefile.KindFirearm,
		"part": casefile.KindPart, "piece": casefile.KindPart, "pieza": casefile.KindPart, "parte": casefile.KindPart,
		"document": casefile.KindDocument, "documento": casefile.KindDocument,
	}
	origins = map[string]casefile.Origin{
		"questioned": casefile.Questioned, "q": casefile.Questioned, "enquestion": casefile.Questioned, "dubitado": casefile.Questioned, "dubitada": casefile.Questioned,
		"known": casefile.Known, "k": casefile.Known, "connu": casefile.Known, "connue": casefile.Known, "indubitado": casefile.Known, "indubitada": casefile.Known,
	}
	unknowns = map[string]bool{"unknown": true, "inconnue": true, "inconnu": true, "desconocida": true, "desconocido": true}
)

// most is the largest scale that anybody means, in µm per pixel.
const most = 1e6

// Fill puts what a row says in the place of what is said of all; bad is called with each cell that means nothing.
func (r Row) Fill(o *casefile.ImportOptions, bad func(column string, err error)) {
	pick(r, "mark", marks, &o.Mark, "Use breech-face, firing-pin, ejector, extractor, aperture-shear or headstamp", bad)
	pick(r, "kind", kinds, &o.Kind, "Use cartridge case, bullet, cartridge, firearm, part or document", bad)
	pick(r, "origin", origins, &o.Origin, "Use questioned or known", bad)
	if v, ok := r.Cells["event"]; ok {
		o.EventLabel = v
	}
	o.ExhibitLabel = r.Cells["exhibit"]
	if v, ok := r.Cells["scale"]; ok {
		n, err := strconv.ParseFloat(strings.Replace(v, ",", ".", 1), 64)
		switch {
		case unknowns[Fold(v)]:
			o.AcceptUnknownScale = true
		case err != nil || !(n > 0) || n > most:
			bad("scale", refuse("%[1]q is not a number of µm per pixel", "Write it such as 3.1, or write unknown", clip(v)))
		default:
			o.ScaleUM = n
		}
	}
	if v, ok := r.Cells["units"]; ok {
		said := strings.ToLower(strings.NewReplacer(" ", "", "µ", "u", "μ", "u", "/", ",", ";", ",").Replace(v))
		switch said {
		case casefile.UnitsMetres, casefile.UnitsMicrometres, casefile.UnitsMicrometreHeight, casefile.UnitsMicrometreSpaced:
			o.Units = said
		default:
			bad("units", refuse("%[1]q is no unit of lengths here", "Use m, um, \"m,um\" or \"um,m\"", clip(v)))
		}
	}
}

func pick[T any](r Row, column string, from map[string]T, to *T, do string, bad func(string, error)) {
	v, said := r.Cells[column]
	if !said {
		return
	}
	t, known := from[Fold(v)]
	if !known {
		bad(column, refuse("%[1]q means nothing in this column", do, clip(v)))
		return
	}
	*to = t
}
