package report

import (
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
func verification(b *builder) Section {
	s := Section{Heading: b.Say("Verification")}
	if len(b.f.Verifications) == 0 {
		s.Blocks = []Block{{Paragraph: b.Say("No second examiner was asked to verify the conclusion.")}}
		return s
	}
	for _, v := range b.f.Verifications {
		if len(b.f.Verifications) > 1 {
			s.Blocks = append(s.Blocks, Block{Heading: b.Say("Verification %d", v.Request.Number)})
		}
		s.Blocks = append(s.Blocks, b.verificationOf(v)...)
	}
	return s
}

// verified says in a sentence beside the conclusion what became of its verification, by the latest that was answered, so that nobody
// who reads the first page alone takes a disputed conclusion for an agreed one.
func (b *builder) verified() string {
	for _, v := range slices.Backward(b.f.Verifications) {
		switch v.State() {
		case casefile.VerificationAgreed:
			return b.Say("A second examiner reached the same conclusion without knowing of it.")
		case casefile.VerificationDisputed:
			return b.Say("A SECOND EXAMINER REACHED ANOTHER CONCLUSION; the difference is not resolved. See Verification.")
		case casefile.VerificationResolved:
			said := ""
			for _, x := range v.Steps {
				if x.Kind == casefile.Resolution {
					said = b.fixed(stands[x.Stands])
				}
			}
			return b.Say("A SECOND EXAMINER REACHED ANOTHER CONCLUSION; resolved administratively: %s. See Verification.", said)
		}
	}
	return b.Say("It has not been verified by a second examiner.")
}

// outcomes are what each state means for the conclusion.
var outcomes = map[casefile.VerificationState]fixed{
	casefile.VerificationOpen:      "A verification was asked for and has not been answered.",
	casefile.VerificationWithdrawn: "A verification was asked for and withdrawn before anybody answered.",
	casefile.VerificationAgreed:    "The verifier reached the same conclusion.",
	casefile.VerificationDisputed:  "The verifier reached another conclusion. The difference is not resolved.",
	casefile.VerificationResolved:  "The verifier reached another conclusion. How the difference was resolved is stated below; both views stand as they were committed.",
}

// stands says what a resolution decided.
var stands = map[casefile.Standing]fixed{
	casefile.FirstStands: "the conclusion is reported", casefile.VerifierStands: "the verifier's view is reported", casefile.NeitherStands: "reported as not verified, with both views",
}

// verificationOf tells of one verification: the verifier's view, how it came about, and what followed.
func (b *builder) verificationOf(v Verification) []Block {
	blocks := []Block{{Paragraph: b.fixed(outcomes[v.State()])}}
	if c := v.Commitment; c != nil {
		level, _ := v.Scale.Level(c.Value)
		pairs := []Pair{
			b.pair(b.Say("Verifier"), b.Person(v.Verifier)), b.pair(b.Say("View committed"), b.When(c.Created)),
			b.pair(b.Say("Verifier's view"), b.stated(b.Recorded(level.Name), c.Value)), b.pair(b.Say("Reasons"), b.stated(oneLine(c.Reason))),
			b.pair(b.Say("Visible before"), b.Visible(c.Exposed)),
		}
		if v.Scale.ID != b.f.Scale.ID {
			pairs = append(pairs, b.pair(b.Say("Scale"), b.Recorded(v.Scale.Name)))
		}
		if v.View.Sealed != "" {
			pairs = append(pairs, b.pair(b.Say("Done at another workstation"), b.Say("sealed package %s", v.View.Sealed)))
		}
		blocks = append(blocks, Block{Paragraph: b.Say("The verifier worked on a comparison of the same two recordings, in an order left to chance, and was shown neither labels nor figures, neither " +
			"the first conclusion nor who reached it, before committing the view.")}, Block{Kind: Opinion, Meets: []Obligation{"m"}, Pairs: pairs})
	}
	for _, x := range v.Steps {
		blocks = append(blocks, Block{Paragraph: b.afterVerification(v, x)})
	}
	return blocks
}

// afterVerification says a step that followed.
func (b *builder) afterVerification(v Verification, x casefile.VerificationStep) string {
	who, text := b.stated(v.Names[x.By]), oneLine(x.Text)
	if x.Kind == casefile.Resolution {
		return b.Say("%[1]s, %[2]s, %[3]s: %[4]s (%[5]s).", b.fixed(stepNames[x.Kind]), who, b.When(x.Created), text, b.fixed(stands[x.Stands]))
	}
	return b.Say("%[1]s, %[2]s, %[3]s: %[4]s.", b.fixed(stepNames[x.Kind]), who, b.When(x.Created), text)
}

var stepNames = map[casefile.StepKind]fixed{
	casefile.Consultation: "Consultation", casefile.Resolution: "Administrative resolution", casefile.Withdrawal: "Withdrawn",
}
