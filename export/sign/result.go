package sign

import (
	"crypto/x509"
	"time"
)

// Trust is what is known of the certificate's issuer.
type Trust string

// What can be said of an issuer.
const (
	TrustNotChecked    Trust = "not checked"    // no roots were given
	TrustUnknownIssuer Trust = "unknown issuer" // no chain to the given roots: says nothing against the signature itself
	TrustTest          Trust = "test identity"  // a certificate of the chain says that it is a test: never trusted, whatever the roots are
	TrustExpired       Trust = "expired"        // the chain is known, the certificate has expired, and nothing proves that it was used before
	TrustRevoked       Trust = "revoked"        // a certificate of the chain was revoked before the time that counts
	Trusted            Trust = "trusted"        // a chain to the given roots, valid at the time that counts
)

// VerifyOptions say whom to trust.
type VerifyOptions struct {
	Roots          *x509.CertPool // nil: the chain is not checked
	TimeStampRoots *x509.CertPool // of time-stamp services; nil: their chain is not checked and no time counts as proven
	Now            time.Time      // the machine's clock where zero
}

// Verification is what the signatures of a file show.
type Verification struct {
	// Valid: there is a signature, every one is good, and nothing was changed or added since that is not allowed.
	// Whether the signers are trusted, and the time is proven, is said of each signature.
	Valid      bool        `json:"valid"`
	Signed     bool        `json:"signed"` // there is at least one signature, good or bad
	SHA256     string      `json:"sha256"` // of the whole file
	Size       int         `json:"size"`   // of the whole file, in bytes
	Signatures []Signature `json:"signatures"`
	// TimeStamps are those over the whole document, oldest first; those of one signature are in Signature.TimeStamps.
	TimeStamps []TimeStamp `json:"document_time_stamps"`
	// Problems are the reasons for not being valid.
	Problems []Finding `json:"problems"`
	// Warnings are what does not make it invalid and what whoever relies on the document must look at: content that was
	// hidden or could change when it was signed, or a visible signature laid over a page later.
	Warnings []Finding `json:"warnings"`
}

// Last returns the newest signature. It is the zero Signature when there is none.
func (v Verification) Last() Signature {
	if len(v.Signatures) == 0 {
		return Signature{}
	}
	return v.Signatures[len(v.Signatures)-1]
}

// Signature is what one signature shows.
type Signature struct {
	Valid        bool      `json:"valid"`
	Order        int       `json:"order"` // 1 for the one made first
	Field        string    `json:"field"`
	Signer       string    `json:"signer"`
	Subject      string    `json:"subject"`
	Issuer       string    `json:"issuer"`
	Serial       string    `json:"serial"`
	Fingerprint  string    `json:"fingerprint"` // SHA-256 of the certificate
	TestIdentity bool      `json:"test_identity"`
	SignedAt     time.Time `json:"signed_at"` // the signer's own statement; zero when not stated
	// ProvenAt is the earliest time at which the signature is proven to have been there: of a time-stamp that is good and whose
	// service is trusted. It is zero where there is none.
	ProvenAt time.Time `json:"proven_at"`
	// CheckedAt is the time at which the chain was judged: ProvenAt, or Now where nothing is proven.
	CheckedAt  time.Time   `json:"checked_at"`
	Role       string      `json:"role,omitempty"` // claimed by the signer, and signed
	Reason     string      `json:"reason,omitempty"`
	Location   string      `json:"location,omitempty"`
	Algorithm  string      `json:"algorithm,omitempty"`
	Type       string      `json:"type"`
	Level      Level       `json:"level"`             // what was found of it by this program alone: see LevelCheckedBy
	CoversAll  bool        `json:"covers_all"`        // of the file as it is now
	Covers     int         `json:"covers"`            // bytes from the beginning
	Visible    string      `json:"visible,omitempty"` // where its picture stands
	Trust      Trust       `json:"trust"`
	Revocation Revocation  `json:"revocation"`
	TimeStamps []TimeStamp `json:"time_stamps"`
	Chain      []string    `json:"chain"` // subjects, from the signer to the root, as far as it could be built
	// Changes are what was added to the document after this signature.
	Changes  []Change  `json:"changes"`
	Problems []Finding `json:"problems"`
	Notes    []Finding `json:"notes"` // what a reader must know and what is no fault
}

// LevelCheckedBy goes with every Level shown: no other program that could be had judges it.
const LevelCheckedBy = "own check only"

// Standing is what is known of a certificate's revocation.
type Standing string

// What can be known.
const (
	StandingNotChecked Standing = "not checked" // nothing enclosed says anything of it
	StandingGood       Standing = "good"
	StandingRevoked    Standing = "revoked"       // before the time that counts
	StandingLater      Standing = "revoked later" // after it: the signature stands
	StandingUnknown    Standing = "unknown"       // what is enclosed does not answer it, for one certificate of the chain at least
)

// Revocation is what the revocation data enclosed in the file say of a signer's chain, the root left out.
type Revocation struct {
	Standing Standing  `json:"standing"`
	At       time.Time `json:"at"`               // when it was revoked, or for a good one when that was last confirmed
	Source   string    `json:"source,omitempty"` // "OCSP" or "CRL", of the signer's own certificate
	Reason   string    `json:"reason,omitempty"`
}

// TimeStamp is what one RFC 3161 time-stamp shows.
type TimeStamp struct {
	Valid      bool       `json:"valid"` // it is about this document and whole, whoever made it
	Time       time.Time  `json:"time"`
	Field      string     `json:"field,omitempty"` // of a document time-stamp
	Service    string     `json:"service"`
	Issuer     string     `json:"issuer"`
	Serial     string     `json:"serial"`
	Policy     string     `json:"policy"`
	Covers     int        `json:"covers,omitempty"` // bytes from the beginning, of a document time-stamp
	Trust      Trust      `json:"trust"`
	Revocation Revocation `json:"revocation"`
	Problems   []Finding  `json:"problems"`
	Notes      []Finding  `json:"notes"`
}

// Change is one object that was added to the document, replaced or taken away after a signature.
type Change struct {
	Object  int    `json:"object"`
	Kind    string `json:"kind"` // what it is, in English: "page", "signature field", "validation data"
	How     string `json:"how"`  // "added", "replaced", "removed"
	Allowed bool   `json:"allowed"`
	Update  int    `json:"update"` // in which update of the file, from 1
}

func (s *Signature) problem(code Code, format string, args ...any) {
	s.Problems = append(s.Problems, finding(code, format, args...))
}

func (s *Signature) note(code Code, format string, args ...any) {
	s.Notes = append(s.Notes, finding(code, format, args...))
}

func newSignature() Signature {
	return Signature{Trust: TrustNotChecked, Revocation: Revocation{Standing: StandingNotChecked}, TimeStamps: []TimeStamp{}, Chain: []string{},
		Changes: []Change{}, Problems: []Finding{}, Notes: []Finding{}}
}

// Sentences returns findings as English sentences.
func Sentences(all []Finding) (out []string) {
	for _, f := range all {
		out = append(out, f.String())
	}
	return out
}
