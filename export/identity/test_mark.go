package identity

import (
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// IsTest reports whether c says in its subject, or its issuer in his, that it is a test identity: in any of their names, also in
// one of several common names, and however it is written (small letters, spaces between, letters of other scripts that look the
// same, accents, invisible characters). Any one of the markers is enough: calling a real signature a test is seen and put right,
// the other way round is not.
//
// An authority between c and a test authority may be named as innocently as anybody: where the chain is at hand, ask AnyTest.
func IsTest(c *x509.Certificate) bool {
	return c != nil && (marked(c.Subject) || marked(c.Issuer))
}

// AnyTest reports whether any of the certificates says that it is a test: what a test authority issued is a test, whatever it says.
func AnyTest(certs ...*x509.Certificate) bool { return slices.ContainsFunc(certs, IsTest) }

// marked reports whether any value of the name holds a marker. Name.String would leave out all common names but the last.
func marked(n pkix.Name) bool {
	texts := []string{n.String()}
	for _, list := range [][]pkix.AttributeTypeAndValue{n.Names, n.ExtraNames} {
		for _, v := range list {
			texts = append(texts, fmt.Sprint(v.Value))
		}
	}
	return slices.ContainsFunc(texts, func(s string) bool {
		s = skeleton(s)
		return strings.Contains(s, skeleton(testMark)) || strings.Contains(s, skeleton(testUnit))
	})
}

// skeleton is what a text looks like to somebody who does not look closely: letters and digits alone, without accents, in capitals,
// those of other scripts and digits replaced by the Latin letters that they look like. Unicode's own list of confusables (UTS #39) is longer;
// here it only has to cover the letters of the markers.
func skeleton(s string) string {
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		r = unicode.ToUpper(r)
		if l, ok := looksLike[r]; ok {
			return l
		}
		return r
	}, norm.NFKD.String(s))
}

// looksLike holds the letters that look like one of the markers' own, by their capitals.
var looksLike = func() map[rune]rune {
	m := map[rune]rune{}
	for latin, others := range map[rune]string{
		'T': "ᴛТΤᎢꓔ７", 'E': "ᴇЕΕᎬꓰЄƐ3", 'S': "ꜱꟅЅՏᏚꓢ5", 'I': "ꞮɪІΙӀᏆꓲL1ǀ", 'D': "ᴅᎠꓓԀ", 'N': "ɴΝꓠИ", 'Y': "ʏУΥҮᎽꓬ", 'O': "ᴏОΟՕꓳ0",
		'F': "ꜰϜꓝ", 'R': "ʀƦᎡꓣЯ", 'C': "ᴄСϹᏟꓚ", 'A': "ᴀАΑᎪꓮ4", 'W': "ᴡԜᎳꓪ", 'K': "ᴋКΚᏦꓗ",
	} {
		for _, r := range others {
			m[r] = latin
		}
	}
	return m
}()

// plain is a name as it may stand before a marker: without what would turn it around, hide it or break the line.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case !unicode.IsPrint(r), unicode.Is(unicode.Cf, r), unicode.Is(unicode.Co, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}
