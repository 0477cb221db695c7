package timestamp

import (
	"crypto"
	"encoding/asn1"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"golang.org/x/crypto/cryptobyte"
	cbasn1 "golang.org/x/crypto/cryptobyte/asn1"

	"tracemark/export/sign/algorithm"
)

// Request writes TimeStampReq (RFC 3161, 2.4.1), asking for the service's certificate.
func Request(digest []byte, hash crypto.Hash, policy asn1.ObjectIdentifier, nonce *big.Int) ([]byte, error) {
	alg := algorithm.HashIdentifier(hash)
	if alg == nil || len(digest) != hash.Size() {
		return nil, fmt.Errorf("ask for time-stamp: %w: hash %d of %d bytes", algorithm.ErrUnsupported, hash, len(digest))
	}
	var b cryptobyte.Builder
	b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
		b.AddASN1Int64(1)
		b.AddASN1(cbasn1.SEQUENCE, func(b *cryptobyte.Builder) {
			b.AddBytes(alg)
			b.AddASN1OctetString(digest)
		})
		if policy != nil {
			b.AddASN1ObjectIdentifier(policy)
		}
		b.AddASN1BigInt(nonce)
		b.AddASN1Boolean(true)
	})
	return b.Bytes()
}

// failures are the reasons that a service may give (PKIFailureInfo; RFC 3161, 2.4.2), by bit.
var failures = map[int]string{0: "algorithm not accepted", 2: "request not permitted", 5: "request not understood", 14: "no time available",
	15: "policy not offered", 16: "extension not offered", 17: "additional information not available", 25: "failure of the service"}

// Response takes the token out of TimeStampResp (RFC 3161, 2.4.2), or says why there is none.
func Response(der []byte) ([]byte, error) {
	var resp, info, token cryptobyte.String
	in := cryptobyte.String(der)
	var status int
	if !in.ReadASN1(&resp, cbasn1.SEQUENCE) || !in.Empty() || !resp.ReadASN1(&info, cbasn1.SEQUENCE) || !info.ReadASN1Integer(&status) {
		return nil, errors.New("its answer cannot be read")
	}
	if status != 0 && status != 1 { // granted, granted with modifications
		return nil, errors.New(failure(info, status))
	}
	if !resp.ReadASN1Element(&token, cbasn1.SEQUENCE) || !resp.Empty() {
		return nil, errors.New("its answer holds no time-stamp")
	}
	return token, nil
}

// failure says in words why a service refused: its own words where it gives any, else the reason's.
func failure(info cryptobyte.String, status int) string {
	said := []string{fmt.Sprintf("status %d", status)}
	var texts cryptobyte.String
	var has bool
	if !info.ReadOptionalASN1(&texts, &has, cbasn1.SEQUENCE) {
		return said[0]
	}
	for has && !texts.Empty() {
		var text cryptobyte.String
		if !texts.ReadASN1(&text, cbasn1.UTF8String) {
			break
		}
		if s := strings.ToValidUTF8(string(text), "?"); len(s) < maxReason {
			said = append(said, s)
		}
	}
	var bits asn1.BitString
	if info.PeekASN1Tag(cbasn1.BIT_STRING) && info.ReadASN1BitString(&bits) {
		for i := range bits.BitLength {
			if words, known := failures[i]; known && bits.At(i) == 1 {
				said = append(said, words)
			}
		}
	}
	return strings.Join(said, ", ")
}

// maxReason bounds what of a service's own words is repeated, in bytes.
const maxReason = 200
