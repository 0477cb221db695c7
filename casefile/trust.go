package casefile

import "time"

// TrustPurpose is what the certificates that an authority issues are trusted for.
type TrustPurpose string

// The purposes. They are kept apart: who may say when something was signed need not be able to say who signed.
const (
	TrustSigners    TrustPurpose = "signers"
	TrustTimeStamps TrustPurpose = "time-stamping"
)

// TrustPurposes returns all purposes, in the order in which they are shown.
func TrustPurposes() []TrustPurpose { return []TrustPurpose{TrustSigners, TrustTimeStamps} }

// TrustedCA is a certificate of an authority in the agency's trust store, also one that was removed from it.
type TrustedCA struct {
	SHA256  string       `json:"sha256"` // of the certificate, hexadecimal
	Name    string       `json:"name"`   // whom the certificate is for
	Subject string       `json:"subject"`
	Issuer  string       `json:"issuer"`
	Purpose TrustPurpose `json:"purpose"`
	From    time.Time    `json:"from"`
	Until   time.Time    `json:"until"`
	Test    bool         `json:"test,omitempty"` // it says that it is a test: what it issued is never called trusted

	Added  time.Time `json:"added,omitzero"` // zero: the file was put there outside the program
	By     string    `json:"by,omitempty"`
	Reason string    `json:"reason,omitempty"`

	Removed       time.Time `json:"removed,omitzero"` // zero while it is in use
	RemovedBy     string    `json:"removed_by,omitempty"`
	RemovedReason string    `json:"removed_reason,omitempty"`

	Warnings []string `json:"warnings,omitempty"` // sentences, such as that it has expired
}

// SigningSettings is how a workstation signs beyond who signs.
type SigningSettings struct {
	TimeStampURL string         `json:"time_stamp_url,omitempty"` // RFC 3161 service; empty: none
	Level        SignatureLevel `json:"level,omitempty"`          // that reports are to have; empty: B-B
	CardModule   string         `json:"card_module,omitempty"`    // PKCS#11 module for cards; empty: none
}

// SignatureLevel is a baseline level of a signature (ETSI EN 319 142-1, 6).
type SignatureLevel string

// The levels, each with what the one before it has.
const (
	LevelBB   SignatureLevel = "B-B"   // who signed what
	LevelBT   SignatureLevel = "B-T"   // with a time stamp
	LevelBLT  SignatureLevel = "B-LT"  // with all that is needed to check it later
	LevelBLTA SignatureLevel = "B-LTA" // with a time stamp over that
)

// SignatureLevels returns all levels, the lowest first.
func SignatureLevels() []SignatureLevel {
	return []SignatureLevel{LevelBB, LevelBT, LevelBLT, LevelBLTA}
}
