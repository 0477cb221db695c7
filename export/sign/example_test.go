package sign_test

import (
	"context"
	"fmt"

	"tracemark/export/identity"
	"tracemark/export/sign"
)

func Example() {
	p12, err := identity.NewTestIdentity("Anna Beispiel", "Example Laboratory", "secret", clock)
	if err != nil {
		fmt.Println(err)
		return
	}
	id, err := identity.LoadPKCS12(p12, "secret")
	if err != nil {
		fmt.Println(err)
		return
	}
	pdf, err := sign.Sign(context.Background(), smallPDF(), id, sign.Options{At: clock})
	if err != nil {
		fmt.Println(err)
		return
	}
	v, err := sign.Verify(pdf, sign.VerifyOptions{})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Signed, v.Last().Signer, v.Last().SignedAt)
	// Output: true Anna Beispiel (TEST IDENTITY) 2026-05-04 12:30:15 +0000 UTC
}
