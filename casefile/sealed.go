package casefile

import "time"

// SealedOrder asks for a verification at another workstation: by a package that holds the two recordings as Specimen 1 and Specimen 2
// and nothing that names them.
type SealedOrder struct {
	File       string   `json:"file"`       // that the package is written to
	Recipients []string `json:"recipients"` // public keys of the verifier's workstation
	Note       string   `json:"note"`       // for the verifier to read: it must say nothing of the conclusion
}

// SealedSlip says what a package of a verification is.
type SealedSlip struct {
	File         string `json:"file"`
	ID           string `json:"id"` // of the package
	SHA256       string `json:"sha256"`
	Number       int    `json:"number,omitempty"` // of the verification, within the case that asks
	Signer       string `json:"signer"`
	TestIdentity bool   `json:"test_identity"`
}

// SealedCase says of a case that it is nothing but a verification that another workstation asks for, and how far it is. It is zero for
// every other case.
type SealedCase struct {
	PackageID    string    `json:"package_id,omitempty"` // of the request
	ComparisonID string    `json:"comparison_id,omitempty"`
	Note         string    `json:"note,omitempty"`
	Committed    bool      `json:"committed,omitempty"`
	Received     time.Time `json:"received,omitzero"`
}
