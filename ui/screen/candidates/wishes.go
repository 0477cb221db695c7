package candidates

import "maps"

// Wishes remembers, for as long as the program runs, what the next search for each exhibit is to be asked with: what was put back of what
// an earlier one left out, and whether exhibits of the same event are wanted. Leaving the screen must not lose them. One belongs to a
// window; the zero value has none. Its methods belong to the user-interface goroutine.
type Wishes struct{ of map[[2]string]*wish }

// wish is what is wanted for one exhibit.
type wish struct {
	put    map[string]bool   // names, as CorrelateOptions.Include has them, that the last search was asked with
	chosen map[string]bool   // those for the next
	labels map[string]string // of every name that was chosen, since what was put back is no longer among what was left out
	same   bool
}

// wish returns what is wanted for an exhibit of the case on the screen.
func (s *Screen) wish(exhibit string) *wish {
	w := s.p.Wishes
	if w.of == nil {
		w.of = map[[2]string]*wish{}
	}
	key := [2]string{s.p.CasePath, exhibit}
	if w.of[key] == nil {
		w.of[key] = &wish{put: map[string]bool{}, chosen: map[string]bool{}, labels: map[string]string{}}
	}
	return w.of[key]
}

// asked takes over what a search was asked with.
func (w *wish) asked(include []string) {
	w.put = map[string]bool{}
	for _, name := range include {
		w.put[name] = true
	}
	w.chosen = maps.Clone(w.put)
}
