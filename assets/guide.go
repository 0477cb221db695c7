package assets

import "embed"

// Guide holds the user guide: one text per language, named as the language (en.md), and the pictures that all of them show.
// `make guide` draws the pictures; package ui/screen/guide says how the texts are written.
//
//go:embed guide/*.md guide/*.png
var Guide embed.FS
