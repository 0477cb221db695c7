package verify_test

import (
	"errors"
	"testing"

	"tracemark/casefile"
	"tracemark/export/verify"
)

// A file that is not written as reports are may well be good: it is neither called valid nor false.
func TestWhatCannotBeCheckedIsCalledNeitherGoodNorFalse(t *testing.T) {
	for name, file := range map[string]string{
		"cross-reference stream": "%PDF-1.7\n1 0 obj\n<</Type/XRef>>\nstream\n\nendstream\nendobj\nstartxref\n9\n%%EOF\n",
		"encrypted": "%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 2\n0000000000 65535 f \n0000000009 00000 n \n" +
			"trailer\n<</Size 2/Root 1 0 R/Encrypt<<>>>>\nstartxref\n42\n%%EOF\n",
	} {
		_, err := verify.File(t.Context(), []byte(file), verify.Options{})
		var e *casefile.Error
		if !errors.As(err, &e) || e.Code != casefile.Invalid {
			t.Errorf("%s: got %v", name, err)
		}
	}
}
