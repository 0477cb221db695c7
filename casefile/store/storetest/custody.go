package storetest

import (
	"testing"

	"tracemark/casefile"
	"tracemark/casefile/store"
)

// BookIn books an exhibit in, a day before Start, sealed, from an officer outside to a person of the case.
func BookIn(t testing.TB, s *store.Store, to casefile.Person, exhibit string) casefile.CustodyEvent {
	t.Helper()
	pieces := 1
	e, err := s.AddCustody(t.Context(), to.ID, casefile.CustodyEvent{ExhibitID: exhibit, Kind: casefile.BookedIn,
		From: casefile.Party{Name: "O. Officer", Organisation: "City Police", Document: "card 17"},
		To:   casefile.Party{Name: to.Name, Organisation: to.Agency, PersonID: to.ID}, Happened: Start.AddDate(0, 0, -1), Place: "Store 1", Why: "examination",
		SealsBefore: []string{"S1"}, SealsAfter: []string{"S1"}, Condition: "bag dry", Quantity: &pieces})
	if err != nil {
		t.Fatal(err)
	}
	return e
}
