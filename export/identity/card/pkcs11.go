//go:build cgo

package card

import (
	"errors"
	"fmt"

	"github.com/miekg/pkcs11"
)

// maxObjects bounds what is read of a card: one holds some ten certificates.
const maxObjects = 200

// loaded is a module in a shared library.
type loaded struct{ ctx *pkcs11.Ctx }

// load opens the shared library at path.
func load(path string) (module, error) {
	ctx := pkcs11.New(path)
	if ctx == nil {
		return nil, errors.New("load PKCS#11 module: the library cannot be opened or is none")
	}
	if err := ctx.Initialize(); err != nil {
		ctx.Destroy()
		return nil, fmt.Errorf("load PKCS#11 module: %w", coded(err))
	}
	return loaded{ctx}, nil
}

// coded returns err with the module's own codes as codes.
func coded(err error) error {
	if e, ok := err.(pkcs11.Error); ok {
		return code(e)
	}
	return err
}

func (l loaded) slots() ([]uint, error) {
	list, err := l.ctx.GetSlotList(true)
	return list, coded(err)
}

func (l loaded) token(slot uint) (token, error) {
	info, err := l.ctx.GetTokenInfo(slot)
	if err != nil {
		return token{}, coded(err)
	}
	t := token{label: info.Label, serial: info.SerialNumber, maker: info.ManufacturerID, model: info.Model, flags: info.Flags}
	if s, err := l.ctx.GetSlotInfo(slot); err == nil {
		t.reader = s.SlotDescription
	}
	return t, nil
}

func (l loaded) open(slot uint) (uint, error) {
	s, err := l.ctx.OpenSession(slot, pkcs11.CKF_SERIAL_SESSION)
	return uint(s), coded(err)
}

func (l loaded) close(s uint) error { return coded(l.ctx.CloseSession(pkcs11.SessionHandle(s))) }

func (l loaded) logIn(s uint, again bool, pin string) error {
	user := uint(pkcs11.CKU_USER)
	if again {
		user = pkcs11.CKU_CONTEXT_SPECIFIC
	}
	return coded(l.ctx.Login(pkcs11.SessionHandle(s), user, pin))
}

func (l loaded) logOut(s uint) error { return coded(l.ctx.Logout(pkcs11.SessionHandle(s))) }

func (l loaded) find(s uint, template ...*pkcs11.Attribute) ([]pkcs11.ObjectHandle, error) {
	h := pkcs11.SessionHandle(s)
	if err := l.ctx.FindObjectsInit(h, template); err != nil {
		return nil, coded(err)
	}
	list, _, err := l.ctx.FindObjects(h, maxObjects)
	if ferr := l.ctx.FindObjectsFinal(h); err == nil {
		err = ferr
	}
	return list, coded(err)
}

func (l loaded) certificates(s uint) ([]object, error) {
	list, err := l.find(s, pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_CERTIFICATE), pkcs11.NewAttribute(pkcs11.CKA_CERTIFICATE_TYPE, pkcs11.CKC_X_509))
	if err != nil {
		return nil, err
	}
	var out []object
	for _, h := range list {
		a, err := l.ctx.GetAttributeValue(pkcs11.SessionHandle(s), h, []*pkcs11.Attribute{
			pkcs11.NewAttribute(pkcs11.CKA_ID, nil), pkcs11.NewAttribute(pkcs11.CKA_LABEL, nil), pkcs11.NewAttribute(pkcs11.CKA_VALUE, nil)})
		if err != nil {
			return nil, coded(err)
		}
		out = append(out, object{id: a[0].Value, label: string(a[1].Value), der: a[2].Value})
	}
	return out, nil
}

func (l loaded) privateKey(s uint, id []byte) (privateKey, bool, error) {
	list, err := l.find(s, pkcs11.NewAttribute(pkcs11.CKA_CLASS, pkcs11.CKO_PRIVATE_KEY), pkcs11.NewAttribute(pkcs11.CKA_ID, id))
	if err != nil || len(list) == 0 {
		return privateKey{}, false, err
	}
	k := privateKey{handle: uint(list[0]), signs: true}
	// A card that does not know an attribute has its default (PKCS #11 v2.40, 4.9): it may sign, and asks once.
	for attribute, to := range map[uint]*bool{pkcs11.CKA_SIGN: &k.signs, pkcs11.CKA_ALWAYS_AUTHENTICATE: &k.always} {
		a, err := l.ctx.GetAttributeValue(pkcs11.SessionHandle(s), list[0], []*pkcs11.Attribute{pkcs11.NewAttribute(attribute, nil)})
		if err == nil && len(a) == 1 && len(a[0].Value) == 1 {
			*to = a[0].Value[0] != 0
		}
	}
	return k, true, nil
}

func (l loaded) signInit(s uint, m mechanism, key uint) error {
	var param any
	if m.kind == rsaPSS {
		param = pkcs11.NewPSSParams(m.hash, m.mgf, m.salt)
	}
	return coded(l.ctx.SignInit(pkcs11.SessionHandle(s), []*pkcs11.Mechanism{pkcs11.NewMechanism(m.kind, param)}, pkcs11.ObjectHandle(key)))
}

func (l loaded) sign(s uint, data []byte) ([]byte, error) {
	sig, err := l.ctx.Sign(pkcs11.SessionHandle(s), data)
	return sig, coded(err)
}

func (l loaded) finalize() error {
	err := coded(l.ctx.Finalize())
	l.ctx.Destroy()
	return err
}
