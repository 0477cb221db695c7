package custody

import (
	"context"

	"tracemark/casefile"
)

// Service is what this screen asks for. Every call may block; the screen calls from goroutines of its own. casePath is the case's
// folder.
type Service interface {
	// Custody returns the chain of custody of an exhibit, by id or label.
	Custody(ctx context.Context, casePath, exhibit string) (casefile.CustodyRecord, error)
	// CustodyParties returns who can be a party, the person at the desk first.
	CustodyParties(ctx context.Context, casePath string) ([]casefile.CustodyParty, error)
	// CheckCustody returns what of an event does not fit the chain, before it is recorded.
	CheckCustody(ctx context.Context, casePath string, e casefile.CustodyEvent) ([]casefile.Irregularity, error)
	// AddCustody records an event; CorrectCustody records the next version of one, with its reason.
	AddCustody(ctx context.Context, casePath string, s casefile.CustodyStatement) (casefile.CustodyEvent, error)
	CorrectCustody(ctx context.Context, casePath string, s casefile.CustodyStatement) (casefile.CustodyEvent, error)
	// Exhibits returns the exhibits with their captures.
	Exhibits(ctx context.Context, casePath string) ([]casefile.ExhibitItem, error)
	// PrintLabels draws labels of exhibits as a PDF, records that it did and returns the file.
	PrintLabels(ctx context.Context, casePath string, exhibits []string, o casefile.LabelOptions) (string, error)
	// OpenFile shows a file in the system's viewer.
	OpenFile(ctx context.Context, file string) error
}
