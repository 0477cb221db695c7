// Package assets holds what the program carries inside itself: icons and translations. Everything is its own work; no
// third-party table or picture is in here.
package assets

import "embed"

// Translations holds one JSON file per language: the English text on screen is the key, its translation the value.
//
//go:embed translations/*.json
var Translations embed.FS

// Icon is the program's icon, an SVG.
//
//go:embed icons/tracemark.svg
var Icon []byte
