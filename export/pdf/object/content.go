package object

// Content reads a content stream and calls each for every operator with what stands before it (ISO 32000-1, 7.8.2). Inline images are not read: the
// operator BI is an error.
func Content(b []byte, each func(operator string, operands []any) error) error {
	s := &scanner{b: b}
	var operands []any
	for {
		if s.space(); s.pos >= len(b) {
			if len(operands) > 0 {
				return s.fail("operands without an operator")
			}
			return nil
		}
		if c := b[s.pos]; isRegular(c) && c != '+' && c != '-' && c != '.' && (c < '0' || c > '9') {
			switch w := s.word(); w {
			case "true", "false":
				operands = append(operands, w == "true")
			case "null":
				operands = append(operands, nil)
			case "BI":
				return s.fail("inline image")
			default:
				if err := each(w, operands); err != nil {
					return err
				}
				operands = operands[:0]
			}
			continue
		}
		if len(operands) > 64 {
			return s.fail("more operands than any operator takes")
		}
		v, err := s.value(0, false)
		if err != nil {
			return err
		}
		operands = append(operands, v)
	}
}
