package report

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"image"
	"slices"
	"time"
)

// ContentDigest returns the SHA-256, in hexadecimal, of all that the document says, pictures by the hash of their pixels, without what tells of the
// document's own making: procedural elements, signature lines, the date of issue, the program, the watermark, banners and the code. A review is of
// this digest: whatever else changes, the document is not the one that was reviewed.
func (d Document) ContentDigest() (string, error) {
	d.Issued, d.Producer, d.Watermark, d.Code, d.Banners, d.Attachments = time.Time{}, "", "", "", nil, nil
	sections := make([]Section, len(d.Sections))
	for i, s := range d.Sections {
		sections[i] = s.withoutProcedure()
	}
	d.Sections = sections
	content := struct {
		Document
		Logo string `json:"logo,omitempty"`
	}{Document: d}
	if d.Letterhead != nil {
		content.Logo = pixelHash(d.Letterhead.Logo)
	}
	text, err := json.Marshal(content) // fields in the order of the types: the same document gives the same bytes
	if err != nil {
		return "", fmt.Errorf("digest of a document: %w", err)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// withoutProcedure leaves out what tells of the document's making.
func (s Section) withoutProcedure() Section {
	var kept []Block
	for _, b := range s.Blocks {
		if b.Procedural || b.Sign != nil {
			continue
		}
		b.Pairs = slices.DeleteFunc(slices.Clone(b.Pairs), func(p Pair) bool { return p.Procedural })
		kept = append(kept, b)
	}
	s.Blocks = kept
	return s
}

// pixelHash is the hash of a picture's pixels, "" where there is none.
func pixelHash(img image.Image) string {
	if img == nil {
		return ""
	}
	return NewPicture(Figure{Image: img}, 0).SHA256
}
