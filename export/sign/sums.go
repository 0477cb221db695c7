package sign

import (
	"crypto"
	"crypto/sha256"
	"hash"
)

// sums computes what signatures cover. A signature covers everything but its own text, so that the file is read once for
// all of them: a hash runs through it, and each signature, in the order of the file, goes on from a copy of it.
type sums struct {
	b       []byte
	running map[crypto.Hash]*prefix
}

type prefix struct {
	h  hash.Hash
	at int // bytes hashed
}

func newSums(b []byte) *sums { return &sums{b: b, running: map[crypto.Hash]*prefix{}} }

// without returns the digest of the bytes up to to, those from from to until left out.
func (s *sums) without(h crypto.Hash, from, until, to int) []byte {
	p := s.running[h]
	if p == nil || p.at > from {
		p = &prefix{h: h.New()}
		s.running[h] = p
	}
	p.h.Write(s.b[p.at:from])
	p.at = from
	c, ok := p.h.(hash.Cloner)
	if !ok {
		return sum(h, s.b[:from], s.b[until:to])
	}
	copied, err := c.Clone()
	if err != nil {
		return sum(h, s.b[:from], s.b[until:to])
	}
	copied.Write(s.b[until:to])
	return copied.Sum(nil)
}

// whole returns the SHA-256 of the file.
func (s *sums) whole() []byte {
	p := s.running[crypto.SHA256]
	if p == nil {
		all := sha256.Sum256(s.b)
		return all[:]
	}
	p.h.Write(s.b[p.at:])
	p.at = len(s.b)
	return p.h.Sum(nil)
}

func sum(h crypto.Hash, parts ...[]byte) []byte {
	w := h.New()
	for _, p := range parts {
		w.Write(p)
	}
	return w.Sum(nil)
}
