package verify

import (
	"os"

	"tracemark/casefile"
	"tracemark/export/trust"
)

// Trust fills in whom the certificates in a folder (a trust store, or just files in PEM or DER) let be believed, and returns what in it could not be
// used. A folder without any is refused: whoever names one believes that it counts.
func (o *Options) Trust(dir string) ([]casefile.Sentence, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, &casefile.Error{Code: casefile.NotFound, What: "There is no folder %[1]s with certificates", Do: "Name the folder", Args: []any{dir}, Cause: err}
	}
	s, err := trust.Open(dir)
	if err != nil {
		return nil, err
	}
	if len(s.List(o.Now)) == 0 {
		return s.Problems(), &casefile.Error{Code: casefile.NotFound, What: "The folder %[1]s holds no certificate of an authority", Do: "Put the certificates in it as PEM files", Args: []any{dir}}
	}
	if s.Any(casefile.TrustSigners) {
		o.Roots = s.Roots(casefile.TrustSigners)
	}
	if s.Any(casefile.TrustTimeStamps) {
		o.TimeStampRoots = s.Roots(casefile.TrustTimeStamps)
	}
	return s.Problems(), nil
}
