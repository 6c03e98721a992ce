package edtf

import "strconv"

// String is the canonical EDTF text, which Parse reads back as the same Date. Two
// spellings have one canonical form: an offset has minutes ("-04" becomes
// "-04:00"), and an offset of zero is "Z". The zero Date is "".
func (d Date) String() string {
	var buf [48]byte
	return string(d.append(buf[:0]))
}

// AppendText appends the text of String to b. The error is always nil.
func (d Date) AppendText(b []byte) ([]byte, error) { return d.append(b), nil }

// MarshalText gives the text of String: JSON and CBOR carry a Date as its text.
// The error is always nil.
func (d Date) MarshalText() ([]byte, error) { return d.append(make([]byte, 0, 24)), nil }

// UnmarshalText reads what Parse reads; an empty text is the zero Date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	v, err := Parse(string(text))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

func (d Date) append(b []byte) []byte {
	b = d.first.append(b)
	if d.IsInterval() {
		b = append(b, '/')
		b = d.last.append(b)
	}
	return b
}

func (p point) append(b []byte) []byte {
	if p.kind == kindOpen {
		return append(b, ".."...)
	}
	if !p.dated() {
		return b
	}
	b = p.appendYear(b)
	switch p.kind {
	case kindYearXX:
		b = append(b, "-XX"...)
	case kindYearXXXX:
		b = append(b, "-XX-XX"...)
	case kindSeason, kindMonth, kindMonthXX, kindDay, kindTime:
		b = append2(append(b, '-'), int(p.month))
	}
	switch p.kind {
	case kindMonthXX:
		b = append(b, "-XX"...)
	case kindDay, kindTime:
		b = append2(append(b, '-'), int(p.day))
	}
	if p.kind == kindTime {
		return p.appendTime(b)
	}
	switch p.flags & flagsQualifier {
	case flagUncertain:
		b = append(b, '?')
	case flagApproximate:
		b = append(b, '~')
	case flagsQualifier:
		b = append(b, '%')
	}
	return b
}

func (p point) appendYear(b []byte) []byte {
	y := int(p.year)
	if y > 9999 || y < -9999 {
		return strconv.AppendInt(append(b, 'Y'), int64(y), 10)
	}
	if y < 0 || p.flags&flagNegative != 0 {
		b, y = append(b, '-'), -y
	}
	b = append2(append2(b, y/100), y%100)
	for i := range int(p.masked) {
		b[len(b)-1-i] = 'X'
	}
	return b
}

func (p point) appendTime(b []byte) []byte {
	c := int(p.clock)
	b = append2(append(b, 'T'), c/3600)
	b = append2(append(b, ':'), c/60%60)
	b = append2(append(b, ':'), c%60)
	if p.flags&flagZoned == 0 {
		return b
	}
	if p.offset == 0 {
		return append(b, 'Z')
	}
	east, sign := int(p.offset), byte('+')
	if east < 0 {
		east, sign = -east, '-'
	}
	b = append2(append(b, sign), east/60)
	return append2(append(b, ':'), east%60)
}

func append2(b []byte, v int) []byte {
	return append(b, byte('0'+v/10), byte('0'+v%10))
}
