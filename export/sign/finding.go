package sign

import (
	"encoding/json"
	"errors"

	"tracemark/casefile"
)

// Finding is one thing that a verification found, for people and for programs: a sentence, and a code that stays the same
// when the sentence is worded better or said in another language.
type Finding struct {
	Code Code
	Said casefile.Sentence
}

// String returns the sentence in English.
func (f Finding) String() string { return f.Said.String() }

// Saying returns the sentence's parts, for saying it in another language.
func (f Finding) Saying() (format string, args []any) { return f.Said.Saying() }

// MarshalJSON writes the code and the English sentence.
func (f Finding) MarshalJSON() ([]byte, error) {
	return json.Marshal(struct {
		Code Code   `json:"code"`
		Text string `json:"text"`
	}{f.Code, f.String()})
}

// Code names a kind of finding. New ones may be added; none changes its meaning.
type Code string

// What is found of a file, or of a signature.
const (
	CodeNotSigned       Code = "not_signed"
	CodeNotChecked      Code = "not_checked"        // of a kind that this program cannot check
	CodeUnreadable      Code = "unreadable"         // the structure cannot be read
	CodeStructure       Code = "structure"          // readers could see different documents in the file
	CodeStraySignature  Code = "stray_signature"    // a signature that the document does not refer to
	CodeRange           Code = "byte_range"         // leaves out more than the signature's own text, or not all of it
	CodeDamaged         Code = "signature_damaged"  //
	CodeFormat          Code = "signature_format"   // not what PAdES baseline allows
	CodeChanged         Code = "document_changed"   // the digest differs
	CodeKey             Code = "wrong_key"          // the signature value is not of the enclosed certificate's key
	CodeCertificate     Code = "certificate"        // not the one the signature binds, or not usable for signing
	CodeValidity        Code = "outside_validity"   // the certificate was not valid at the time that counts
	CodeUnproven        Code = "unproven_attribute" // something hangs on the signature that it does not cover
	CodeNotAllowed      Code = "change_not_allowed" // after signing
	CodeAdded           Code = "added"              // after signing, and allowed
	CodePrepared        Code = "prepared"           // hidden or changeable content that was there when it was signed
	CodeClaimedTime     Code = "claimed_time"       //
	CodeProvenTime      Code = "proven_time"        //
	CodeFuture          Code = "future"             //
	CodeTimeStamp       Code = "time_stamp"         // a time-stamp that is not good
	CodeTimeStampIssuer Code = "time_stamp_issuer"  // a time-stamp by nobody who is trusted
	CodeExpired         Code = "expired_since"      //
	CodeIssuer          Code = "issuer"             // unknown, or not checked
	CodeTest            Code = "test_identity"      //
	CodeRevoked         Code = "revoked"            // before the time that counts
	CodeRevokedLater    Code = "revoked_later"      // after it
	CodeRevocation      Code = "revocation"         // not known whether it was
	CodeLevel           Code = "level"              //
)

func finding(code Code, format string, args ...any) Finding {
	return Finding{Code: code, Said: casefile.Sentence{Format: format, Args: args}}
}

// faultError is what is wrong with a part of a signature, as a clause that can be said in any language.
type faultError struct{ said casefile.Sentence }

func (e *faultError) Error() string { return e.said.String() }

func fault(format string) error { return &faultError{casefile.Sentence{Format: format}} }

// faultOf returns the clause of a fault, for a sentence around it.
func faultOf(err error) casefile.Sentence {
	var e *faultError
	if errors.As(err, &e) {
		return e.said
	}
	return casefile.Sentence{Format: "it cannot be read"}
}
