// Package cardtest makes smart cards in software for tests: tokens of SoftHSM2 in a folder of the test's own, with keys that were
// made on them and certificates by an authority of the test.
package cardtest
