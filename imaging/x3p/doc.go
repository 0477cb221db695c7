// Package x3p reads and writes X3P files, the open exchange format for measured surfaces: ISO 25178-72:2017 with
// Amd 1:2020, formerly ISO 5436-2. An X3P file is a zip with main.xml (four records: axes, instrument, points,
// checksum), usually bindata/data.bin, and md5checksum.hex.
//
// # Units and frame
//
// A file holds metres; the surface that Decode returns holds µm. Points are stored with x fastest, so the first SizeX
// values are row 0 of the surface. Rows keep the order of the file: row 0 is the first row stored, and is drawn at the
// top, as fix3p and x3ptools do (they write Origin NW; the x3ptools logo is upright this way). The standard itself calls
// y a Cartesian axis and says nothing about the screen; a program that draws y upwards shows the same data mirrored.
// Where an axis runs backwards (absolute coordinates or a negative increment) the points are turned so that coordinates
// grow with the index.
//
// # What real files do
//
// Real writers break the standard in known ways, and Decode copes with these: a folder around everything, __MACOSX
// entries, checksums in capitals or with CRLF or with " *main.xml", axis types that do not fit the stored size, absolute
// axes, points as text (in main.xml or in a file of their own), a valid-points bit field, and increments or heights
// written in µm. Wherever it had to decide something, File.Warnings has a sentence that belongs in a report, and Header
// has the decision; Options let a person confirm or overrule the units, which the warnings then say.
//
// # Writing a file again
//
// Encode keeps what it does not know: vendor records, attributes, comments and other parts of the zip stay byte for
// byte. A mask is bindata/mask.png, as fix3p and x3ptools use it: a picture of the surface's size, its colours named in
// the vendor element Mask of Record3.
//
// # Limits
//
// Profiles, several layers and point clouds that do not lie on a regular grid are refused with a reason. Every read is
// bounded by what the declared grid needs, and that by what the zip really holds. Vendor records are kept, not
// interpreted.
package x3p
