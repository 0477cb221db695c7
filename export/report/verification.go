package report

import (
	"fmt"
	"slices"

	"tracemark/casefile"
)

// Verification is a second examiner's view with the people that it names.
type Verification struct {
	casefile.Verification
	Verifier casefile.Person          // who answered; zero where nobody has
	Scale    casefile.ConclusionScale // of the verifier's view
	Names    map[string]string        // by person id, of those who took the steps
}

// verification says what the second examiner found, also where nobody was asked: a reader must not take silence for agreement.
func verification(f Facts) Section {
	s := Section{Heading: "Verification"}
	if len(f.Verifications) == 0 {
		s.Blocks = []Block{{Paragraph: "No second examiner was asked to verify the conclusion."}}
		return s
	}
	for _, v := range f.Verifications {
		if len(f.Verifications) > 1 {
			s.Blocks = append(s.Blocks, Block{Heading: fmt.Sprintf("Verification %d", v.Request.Number)})
		}
		s.Blocks = append(s.Blocks, v.blocks(f)...)
	}
	return s
}

// verified says in a sentence beside the conclusion what became of its verification, by the latest that was answered, so that nobody
// who reads the first page alone takes a disputed conclusion for an agreed one.
func verified(f Facts) string {
	for _, v := range slices.Backward(f.Verifications) {
		switch v.State() {
		case casefile.VerificationAgreed:
			return "A second examiner reached the same conclusion without knowing of it."
		case casefile.VerificationDisputed:
			return "A SECOND EXAMINER REACHED ANOTHER CONCLUSION; the difference is not resolved. See Verification."
		case casefile.VerificationResolved:
			said := ""
			for _, x := range v.Steps {
				if x.Kind == casefile.Resolution {
					said = stands[x.Stands]
				}
			}
			return "A SECOND EXAMINER REACHED ANOTHER CONCLUSION; resolved administratively: " + said + ". See Verification."
		}
	}
	return "It has not been verified by a second examiner."
}

// outcomes are what each state means for the conclusion.
var outcomes = map[casefile.VerificationState]string{
	casefile.VerificationOpen:      "A verification was asked for and has not been answered.",
	casefile.VerificationWithdrawn: "A verification was asked for and withdrawn before anybody answered.",
	casefile.VerificationAgreed:    "The verifier reached the same conclusion.",
	casefile.VerificationDisputed:  "The verifier reached another conclusion. The difference is not resolved.",
	casefile.VerificationResolved:  "The verifier reached another conclusion. How the difference was resolved is stated below; both views stand as they were committed.",
}

// stands says what a resolution decided.
var stands = map[casefile.Standing]string{
	casefile.FirstStands: "the conclusion is reported", casefile.VerifierStands: "the verifier's view is reported", casefile.NeitherStands: "reported as not verified, with both views",
}

func (v Verification) blocks(f Facts) []Block {
	blocks := []Block{{Paragraph: outcomes[v.State()]}}
	if c := v.Commitment; c != nil {
		level, _ := v.Scale.Level(c.Value)
		pairs := []Pair{
			{Name: "Verifier", Value: person(v.Verifier)}, {Name: "View committed", Value: when(c.Created)},
			{Name: "Verifier's view", Value: stated(level.Name, c.Value)}, {Name: "Reasons", Value: stated(oneLine(c.Reason))},
			{Name: "Visible before", Value: Visible(c.Exposed)},
		}
		if v.Scale.ID != f.Scale.ID {
			pairs = append(pairs, Pair{Name: "Scale", Value: v.Scale.Name})
		}
		if v.View.Sealed != "" {
			pairs = append(pairs, Pair{Name: "Done at another workstation", Value: "sealed package " + v.View.Sealed})
		}
		blocks = append(blocks, Block{Paragraph: "The verifier worked on a comparison of the same two recordings, in an order left to chance, and was shown neither labels nor figures, neither " +
			"the first conclusion nor who reached it, before committing the view."}, Block{Pairs: pairs})
	}
	for _, x := range v.Steps {
		said := fmt.Sprintf("%s, %s, %s: %s", stepNames[x.Kind], stated(v.Names[x.By]), when(x.Created), oneLine(x.Text))
		if x.Kind == casefile.Resolution {
			said += " (" + stands[x.Stands] + ")"
		}
		blocks = append(blocks, Block{Paragraph: said + "."})
	}
	return blocks
}

var stepNames = map[casefile.StepKind]string{
	casefile.Consultation: "Consultation", casefile.Resolution: "Administrative resolution", casefile.Withdrawal: "Withdrawn",
}
