package casework

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"tracemark/export/report"
)

// contentDigest returns the digest of what a document says, without what tells of its own making.
func contentDigest(doc report.Document) (string, error) {
	doc.Issued, doc.Code, doc.Watermark, doc.Attachments, doc.Banners = time.Time{}, "", "", nil, nil
	sections := slices.Clone(doc.Sections)
	for i, s := range sections {
		var blocks []report.Block
		for _, b := range s.Blocks {
			if b.Procedural || b.Sign != nil {
				continue
			}
			b.Pairs = slices.DeleteFunc(slices.Clone(b.Pairs), func(p report.Pair) bool { return p.Procedural })
			blocks = append(blocks, b)
		}
		sections[i].Blocks = blocks
	}
	doc.Sections = sections
	text, err := json.Marshal(doc)
	if err != nil {
		return "", fmt.Errorf("digest of a document: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}
