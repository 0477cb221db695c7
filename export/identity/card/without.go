//go:build !cgo

package card

import "errors"

func load(string) (module, error) {
	return nil, errors.New("load PKCS#11 module: this program was built without C, which modules need")
}
