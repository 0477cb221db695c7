package audit

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Origin is the first line of the checkpoints of the case with the id: which log they are of. It is also the name of the
// key that signs them.
func Origin(caseID string) string { return "tracemark/case/" + caseID }

// Checkpoint writes a head of the log origin as text to be kept elsewhere: its name, the number of records and the root
// hash, one a line (https://c2sp.org/tlog-checkpoint). With a key, it is a signed note of golang.org/x/mod/sumdb/note;
// without (nil) it is the bare text.
func Checkpoint(origin string, head tlog.Tree, key ed25519.PrivateKey) ([]byte, error) {
	if origin == "" || strings.ContainsAny(origin, " +\n") {
		return nil, fmt.Errorf("write checkpoint: %q is no name of a log", origin)
	}
	text := fmt.Sprintf("%s\n%d\n%s\n", origin, head.N, head.Hash)
	if key == nil {
		return []byte(text), nil
	}
	s, err := newSigner(origin, key)
	if err != nil {
		return nil, fmt.Errorf("write checkpoint: %w", err)
	}
	msg, err := note.Sign(&note.Note{Text: text}, s)
	if err != nil {
		return nil, fmt.Errorf("write checkpoint: %w", err)
	}
	return msg, nil
}

// ParseCheckpoint reads a checkpoint of the log origin. With a public key its signature must be by that key; without
// (nil) the text is believed as it is, and a signature is not looked at.
func ParseCheckpoint(origin string, msg []byte, key ed25519.PublicKey) (tlog.Tree, error) {
	text := string(msg)
	if key != nil {
		vkey, err := note.NewEd25519VerifierKey(origin, key)
		if err != nil {
			return tlog.Tree{}, fmt.Errorf("read checkpoint: %w", err)
		}
		v, err := note.NewVerifier(vkey)
		if err != nil {
			return tlog.Tree{}, fmt.Errorf("read checkpoint: %w", err)
		}
		n, err := note.Open(msg, note.VerifierList(v))
		if err != nil {
			return tlog.Tree{}, fmt.Errorf("read checkpoint: %w", err)
		}
		text = n.Text
	}
	lines := strings.SplitN(text, "\n", 4)
	if len(lines) != 4 || lines[0] != origin {
		return tlog.Tree{}, errors.New("read checkpoint: it is not one of this log")
	}
	n, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || n < 0 || strconv.FormatInt(n, 10) != lines[1] {
		return tlog.Tree{}, errors.New("read checkpoint: it has no number of records")
	}
	h, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("read checkpoint: %w", err)
	}
	if h.String() != lines[2] { // base64 has bits to spare: one hash would have several texts
		return tlog.Tree{}, errors.New("read checkpoint: its hash is not written as this log writes it")
	}
	return tlog.Tree{N: n, Hash: h}, nil
}

// signer lets package note sign with a key that is in memory, which it otherwise takes only as text.
type signer struct {
	name string
	hash uint32
	key  ed25519.PrivateKey
}

func newSigner(name string, key ed25519.PrivateKey) (*signer, error) {
	if len(key) != ed25519.PrivateKeySize {
		return nil, errors.New("the key is not an Ed25519 key")
	}
	vkey, err := note.NewEd25519VerifierKey(name, key.Public().(ed25519.PublicKey))
	if err != nil {
		return nil, err
	}
	v, err := note.NewVerifier(vkey) // the key's hash is computed there
	if err != nil {
		return nil, err
	}
	return &signer{name: name, hash: v.KeyHash(), key: key}, nil
}

func (s *signer) Name() string                    { return s.name }
func (s *signer) KeyHash() uint32                 { return s.hash }
func (s *signer) Sign(msg []byte) ([]byte, error) { return ed25519.Sign(s.key, msg), nil }
