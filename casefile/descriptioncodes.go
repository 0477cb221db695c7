package casefile

// The lists of descriptions and events. They are Tracemark's own, of words in common use; an agency's own words go in as
// text as seen. A code is never given another meaning: a list that changes gets another version.
var (
	FirearmTypes = list("tracemark-firearm-type", "pistol", "Pistol", "revolver", "Revolver", "rifle", "Rifle", "carbine", "Carbine",
		"shotgun", "Shotgun", "combination", "Combination gun", "submachine", "Submachine gun or machine pistol", "machine-gun", "Machine gun",
		"launcher", "Launcher", "disguised", "Disguised firearm", "alarm", "Alarm or signal weapon", "air", "Air weapon", "other", "Something else")
	FirearmActions = list("tracemark-action", "single-shot", "Single shot", "break", "Break action", "bolt", "Bolt action",
		"lever", "Lever action", "pump", "Pump action", "revolver", "Revolving cylinder", "semi", "Semi-automatic", "full", "Fully automatic",
		"selective", "Selective fire", "converted", "Converted to automatic", "muzzle", "Muzzle-loading", "other", "Something else")
	Manufactures = list("tracemark-manufacture", "factory", "Factory made", "obliterated", "Factory made, marks obliterated",
		"converted-alarm", "Converted alarm or blank-firing weapon", "converted-air", "Converted air weapon",
		"converted-automatic", "Converted from semi-automatic to automatic", "reactivated", "Reactivated after deactivation",
		"craft", "Craft made", "rudimentary", "Rudimentary", "kit", "Built from a kit or an unfinished frame",
		"printed", "Printed, wholly or in part", "parts", "Assembled from parts", "imitation", "Replica or imitation", "unknown", "Not known")
	Bores         = list("tracemark-bore", "rifled", "Rifled", "polygonal", "Polygonal", "smooth", "Smooth")
	CalibreBases  = list("tracemark-calibre-basis", "marked", "As marked", "cast", "Chamber cast", "cartridge", "Cartridge found with it", "measured", "Measured", "judged", "Judged by eye")
	Confidences   = list("tracemark-confidence", "certain", "Certain", "probable", "Probable", "possible", "Possible")
	Conditions    = list("tracemark-condition", "good", "Good", "worn", "Worn", "corroded", "Corroded", "fouled", "Fouled", "deformed", "Deformed", "fragment", "Fragment", "incomplete", "Incomplete")
	FiringTests   = list("tracemark-function", "works", "Works", "fails", "Does not work", "untested", "Not tested", "deactivated", "Deactivated")
	YesNo         = list("tracemark-yes-no", "yes", "Yes", "no", "No")
	Twists        = list("tracemark-twist", "right", "Right", "left", "Left")
	Scripts       = list("tracemark-script", "latin", "Latin", "cyrillic", "Cyrillic", "greek", "Greek", "arabic", "Arabic", "hebrew", "Hebrew", "chinese", "Chinese", "other", "Something else")
	SerialRoles   = list("tracemark-serial-role", "manufacturer", "Manufacturer", "importer", "Importer", "military", "Military", "registration", "Registration", "part", "Part", "restamp", "Stamped anew", "unknown", "Not known")
	MarkPlaces    = list("tracemark-mark-place", "frame", "Frame or receiver", "slide", "Slide", "barrel", "Barrel", "cylinder", "Cylinder", "crane", "Crane", "bolt", "Bolt", "stock", "Stock", "grip", "Grip", "magazine", "Magazine", "other", "Something else")
	MarkMethods   = list("tracemark-mark-method", "stamped", "Stamped", "engraved", "Engraved", "laser", "Laser", "cast", "Cast in", "dot-peen", "Dot-peened", "other", "Something else")
	MarkStates    = list("tracemark-mark-state", "clear", "Clear", "worn", "Worn", "partly", "Partly obliterated", "obliterated", "Obliterated", "overstamped", "Over-stamped", "restored", "Restored", "never", "Never marked")
	FirearmMarks  = list("tracemark-firearm-mark", "maker", "Maker's name", "proof", "Proof", "inspector", "Inspector", "property", "Property", "acceptance", "Military acceptance", "date", "Date code", "import", "Import", "patent", "Patent", "assembly", "Assembly", "post", "Marked after manufacture", "other", "Something else")
	CaseShapes    = list("tracemark-case-shape", "rimless", "Rimless", "rimmed", "Rimmed", "semi-rimmed", "Semi-rimmed", "rebated", "Rebated", "belted", "Belted", "rimfire", "Rimfire")
	CaseMaterials = list("tracemark-case-material", "brass", "Brass", "nickel", "Nickel-plated brass", "steel-lacquer", "Steel, lacquered", "steel-plated", "Steel, plated", "steel-polymer", "Steel, polymer-coated", "aluminium", "Aluminium", "polymer", "Polymer", "paper", "Paper", "other", "Something else")
	Primers       = list("tracemark-primer", "boxer", "Boxer", "berdan", "Berdan", "rimfire", "Rimfire", "shotshell", "Shotshell primer", "electric", "Electric", "other", "Something else")
	PrimerMetals  = list("tracemark-primer-colour", "brass", "Brass-coloured", "nickel", "Nickel-coloured", "copper", "Copper-coloured", "zinc", "Zinc-coloured", "other", "Something else")
	Crimps        = list("tracemark-crimp", "none", "None", "ring", "Ring", "stab2", "Stab, two points", "stab3", "Stab, three points", "stab4", "Stab, four points", "segments", "Segments", "other", "Something else")
	Sealants      = list("tracemark-sealant", "none", "None", "red", "Red", "green", "Green", "blue", "Blue", "violet", "Violet", "black", "Black", "clear", "Clear", "other", "Something else")
	HeadstampKind = list("tracemark-headstamp-kind", "text", "Letters or digits", "symbol", "Symbol")
	BulletTypes   = list("tracemark-bullet-type", "fmj", "Full metal jacket", "jhp", "Jacketed hollow point", "jsp", "Jacketed soft point", "lead-rn", "Lead, round nose", "lead-hp", "Lead, hollow point", "lead-wc", "Lead, wadcutter", "frangible", "Frangible", "solid", "Solid", "ap", "Armour piercing", "tracer", "Tracer", "shot", "Shot", "slug", "Slug", "other", "Something else")
	Jackets       = list("tracemark-jacket", "none", "None", "copper", "Copper alloy", "steel-copper", "Steel, copper-washed", "steel-tombak", "Steel, clad", "steel-nickel", "Steel, nickel-plated", "plated", "Plated", "polymer", "Polymer", "other", "Something else")
	Damages       = list("tracemark-damage", "none", "None", "slight", "Slight", "base", "Base whole, nose deformed", "severe", "Severe", "fragment", "Fragment", "core", "Core and jacket apart")
	PartKinds     = list("tracemark-part", "frame", "Frame or receiver", "slide", "Slide", "barrel", "Barrel", "cylinder", "Cylinder", "bolt", "Bolt or bolt carrier", "breech-block", "Breech block", "trigger-group", "Trigger group", "magazine", "Magazine", "suppressor", "Sound suppressor", "sight", "Sight", "stock", "Stock", "other", "Something else")
	EventKinds    = list("tracemark-event", "recovery", "Recovery", "crime scene", "Crime scene", "seized", "Seized", "found", "Found", "surrendered", "Surrendered", "border", "Border", "parcel", "Parcel", "stockpile loss", "Stockpile loss", "amnesty", "Amnesty", "test fire", "Test fire")
	Precisions    = list("tracemark-precision", "exact", "Exact", "about", "About", "before", "Before", "after", "After", "between", "Between this and the end", "unknown", "Not known")
	Conveyances   = list("tracemark-conveyance", "car", "Car", "bus", "Bus", "truck", "Truck", "train", "Train", "vessel", "Vessel", "air", "Aircraft", "post", "Post or fast parcel", "foot", "On foot", "other", "Something else")
	Justification = list("tracemark-justification", "possession", "Unlawful possession", "trafficking", "Trafficking", "manufacture", "Unlawful manufacture", "transport", "Unlawful transport", "use", "Unlawful use", "marking", "Marks removed or altered", "administrative", "Administrative breach", "other-offence", "Found during another offence", "no-offence", "No offence", "other", "Something else")
	CrimeContexts = list("tracemark-context", "trafficking", "Trafficking", "homicide", "Homicide", "violence", "Other violence", "robbery", "Robbery", "drugs", "Drugs", "organised", "Organised crime", "terrorism", "Terrorism", "hunting", "Poaching", "domestic", "Domestic violence", "none", "None", "unknown", "Not known", "other", "Something else")
	Priorities    = list("tracemark-priority", "routine", "Routine", "urgent", "Urgent")
)

// descriptionLists are the lists above, by which Code.Text finds a name.
func descriptionLists() []CodeList {
	return []CodeList{FirearmTypes, FirearmActions, Manufactures, Bores, CalibreBases, Confidences, Conditions, FiringTests, YesNo, Twists,
		Scripts, SerialRoles, MarkPlaces, MarkMethods, MarkStates, FirearmMarks, CaseShapes, CaseMaterials, Primers, PrimerMetals, Crimps,
		Sealants, HeadstampKind, BulletTypes, Jackets, Damages, PartKinds, EventKinds, Precisions, Conveyances, Justification,
		CrimeContexts, Priorities}
}

// Lists returns every list that is shipped, those of the class characteristics first.
func Lists() []CodeList {
	return append([]CodeList{Calibres, BreechFacePatterns, FiringPinShapes, ClockPositions}, descriptionLists()...)
}

// list makes a list of pairs of a code and its name.
func list(id string, pairs ...string) CodeList {
	l := CodeList{ID: id, Version: "1"}
	for i := 0; i < len(pairs); i += 2 {
		l.Codes = append(l.Codes, CodeValue{Code: pairs[i], Name: pairs[i+1]})
	}
	return l
}
