// Package object reads the objects of a PDF file: what package pdf needs to read its own files back and what export/pdf/rules needs to judge them.
//
// Read are files with classic cross-reference tables and their incremental updates (ISO 32000-1, 7.5), as export/pdf and export/sign write them. The file
// is not trusted: nothing is allocated by a number that it states, values are nested maxDepth deep at the most, a key stands once in a dictionary, an
// object stands where the table says and says its own number, a stream ends where its Length says.
//
// # Limits
//
// No cross-reference streams, object streams or encryption, no repair of damaged tables; of the filters only FlateDecode with PNG predictors.
package object

// Name is a name without its slash, escapes resolved.
type Name string

// Ref refers to an indirect object.
type Ref struct{ Num, Gen int }

// Dict is a dictionary. Values are nil, bool, int64, float64, Name, String, Ref, []any, Dict or *Stream; a *Stream is never inside another value.
type Dict map[Name]any

// String is a string, literal or hexadecimal, as its bytes.
type String string

// Stream is a stream as it lies in the file.
type Stream struct {
	Dict Dict
	Raw  []byte // not decoded
}
