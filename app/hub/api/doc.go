// Package api is the contract of the correlation service: the types that travel, the paths, and the OpenAPI 3.1
// description made from them. It holds no behaviour: app/hub/server does the work behind Service, app/hub/client calls it.
//
// # Identity and visibility
//
// Every call but the health check carries an agency's key (Authorization: Bearer KEY); without a key that the service
// knows the answer is 401 and nothing else. Every record belongs to the agency that submitted it. An exhibit is visible
// to its owner and to whom its sharing rule names; for everybody else it does not exist: 404, and no trace of it in
// candidates, counts, gallery sizes, events or captures. The rule is applied whenever something is served, so what is
// withdrawn disappears from old lists too. Correlations are visible to the agency that asked only.
//
// # Ids
//
// Ids are given by the client and belong to its agency: two agencies may use the same id for different things, and
// neither learns of it. Another agency's record is named by the query parameter agency.
//
// # Idempotency
//
// Every PUT may be repeated. The same content gives the same answer; other content under a used id is 409 and changes
// nothing. An exhibit may be submitted again with further captures; what is there is never changed or removed. The
// sharing rule of a submission counts when the exhibit is new only, so that repeating an old submission cannot undo a
// withdrawal; it is changed by PUT /v1/exhibits/{id}/sharing. What is said of an exhibit, such as a class characteristic
// seen later, is corrected by PUT /v1/exhibits/{id}/description; its captures stay what they are.
//
// # Lists
//
// Lists are paged by offset and limit (1 to MaxPage). A score that is not known is null. Errors are problem details
// (RFC 9457) whose detail is a sentence for people. Times are UTC.
//
// A list of candidates is a list of leads, never of identifications; it says so itself, and states the method with its
// version, when was searched, how many exhibits, and how many recordings had to be left out and why.
package api
