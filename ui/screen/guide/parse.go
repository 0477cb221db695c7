package guide

import (
	"fmt"
	"regexp"
	"strings"
)

// Kind is what a block of the guide is.
type Kind int

// The kinds of blocks.
const (
	Title Kind = iota
	Section
	Paragraph
	Step
	Picture
)

// Block is a part of the guide that is shown below the one before.
type Block struct {
	Kind Kind
	Text []Span // of a picture its caption
	// Number is that of a step, File that of a picture.
	Number, File string
}

// Span is a piece of text in one style.
type Span struct {
	Text   string
	Strong bool
}

// Plain returns the text of a block without its styles.
func (b Block) Plain() string {
	var s strings.Builder
	for _, x := range b.Text {
		s.WriteString(x.Text)
	}
	return s.String()
}

// Words is what the program says of itself.
type Words struct {
	Keys func(command string) (string, bool) // "" and true where the command has none
	Name func(command string) (string, bool)
	Text func(english string) (string, bool)
}

var (
	step    = regexp.MustCompile(`^([0-9]+)\. +(.*)$`)
	picture = regexp.MustCompile(`^!\[(.*)\]\(([^)]*)\)$`)
	inline  = regexp.MustCompile(`\*\*(.+?)\*\*|\{(key|name|text) ([^}]+)\}`)
)

// Parse reads a guide. Braces that name something that the program does not have are an error; the text then shows what is
// in them.
func Parse(source string, words Words) (blocks []Block, err error) {
	var unknown []string
	for _, part := range strings.Split(strings.ReplaceAll(source, "\r\n", "\n"), "\n\n") {
		part = strings.Join(strings.Fields(part), " ")
		if part == "" {
			continue
		}
		b := Block{Kind: Paragraph}
		text := part
		switch {
		case strings.HasPrefix(part, "## "):
			b.Kind, text = Section, part[3:]
		case strings.HasPrefix(part, "# "):
			b.Kind, text = Title, part[2:]
		case step.MatchString(part):
			m := step.FindStringSubmatch(part)
			b.Kind, b.Number, text = Step, m[1], m[2]
		case picture.MatchString(part):
			m := picture.FindStringSubmatch(part)
			b.Kind, text, b.File = Picture, m[1], m[2]
		}
		b.Text = spans(text, words, &unknown)
		blocks = append(blocks, b)
	}
	if len(unknown) > 0 {
		return blocks, fmt.Errorf("read the guide: the program has no %s", strings.Join(unknown, ", "))
	}
	return blocks, nil
}

// spans cuts a text into its styles and puts in what the program says.
func spans(text string, words Words, unknown *[]string) (list []Span) {
	at := 0
	for _, m := range inline.FindAllStringSubmatchIndex(text, -1) {
		if m[0] > at {
			list = append(list, Span{Text: text[at:m[0]]})
		}
		at = m[1]
		if m[2] >= 0 {
			list = append(list, Span{Text: text[m[2]:m[3]], Strong: true})
			continue
		}
		kind, of := text[m[4]:m[5]], text[m[6]:m[7]]
		say := map[string]func(string) (string, bool){"key": words.Keys, "name": words.Name, "text": words.Text}[kind]
		said, ok := say(of)
		if !ok || said == "" {
			*unknown = append(*unknown, kind+" "+of)
			said = of
		}
		list = append(list, Span{Text: said, Strong: true})
	}
	if at < len(text) {
		list = append(list, Span{Text: text[at:]})
	}
	return list
}
