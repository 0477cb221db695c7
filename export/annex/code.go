package annex

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"

	"tracemark/export/report"
)

// codeRE is what Code returns.
var codeRE = regexp.MustCompile(`^Tracemark report (\S{1,200}) extract SHA-256 ([0-9a-f]{64})$`)

// Code returns what the QR code on the first page carries: the report's id and the SHA-256 of its extract, which names the other annexes. files
// are those that Files returned; without an extract among them there is no code.
func Code(reportID string, files []report.Attachment) string {
	for _, f := range files {
		if f.Name == ExtractName {
			return "Tracemark report " + reportID + " extract SHA-256 " + digest(f.Data)
		}
	}
	return ""
}

// ParseCode reads what Code returns.
func ParseCode(code string) (reportID, extract string, ok bool) {
	m := codeRE.FindStringSubmatch(code)
	if m == nil {
		return "", "", false
	}
	return m[1], m[2], true
}

func digest(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}
