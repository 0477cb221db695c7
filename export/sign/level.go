package sign

// Level is a level of PAdES baseline signatures (ETSI EN 319 142-1, 6.1).
type Level string

// The levels, each with all that the one before it has. The empty Level is none of them.
const (
	BB   Level = "B-B"   // signature and certificate
	BT   Level = "B-T"   // a time-stamp proves when the signature existed
	BLT  Level = "B-LT"  // certificates and revocation data to judge it by are in the file
	BLTA Level = "B-LTA" // a time-stamp over the document keeps those
)
