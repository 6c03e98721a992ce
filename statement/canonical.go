package statement

import (
	"fmt"
	"unicode/utf8"

	"github.com/fxamacker/cbor/v2"
)

// CanonicalVersion is the version of the canonical bytes this package writes.
const CanonicalVersion = 1

// Codec turns entries into their canonical bytes and back. The bytes are CBOR
// in the core deterministic encoding of RFC 8949 §4.2.1, so that a court can
// read them with any CBOR tool and every program makes the same bytes of the
// same entry; docs/formats.md gives the CDDL.
type Codec struct {
	enc cbor.EncMode
	dec cbor.DecMode
}

// NewCodec returns a codec, safe for concurrent use.
func NewCodec() (*Codec, error) {
	encOptions := cbor.CoreDetEncOptions()
	enc, err := encOptions.EncMode()
	if err != nil {
		return nil, fmt.Errorf("setting up canonical CBOR: %w", err)
	}
	dec, err := cbor.DecOptions{
		DupMapKey:         cbor.DupMapKeyEnforcedAPF,
		ExtraReturnErrors: cbor.ExtraDecErrorUnknownField,
		FieldNameMatching: cbor.FieldNameMatchingCaseSensitive,
		IndefLength:       cbor.IndefLengthForbidden,
		TagsMd:            cbor.TagsForbidden,
		UTF8:              cbor.UTF8RejectInvalid,
		MaxArrayElements:  1 << 20,
	}.DecMode()
	if err != nil {
		return nil, fmt.Errorf("setting up canonical CBOR: %w", err)
	}
	return &Codec{enc: enc, dec: dec}, nil
}

// Encode returns the canonical bytes of e, without number, subject and time of
// recording, which stand in the record's header. Text that is not UTF-8 is
// refused: once sealed, it could not be read again.
func (c *Codec) Encode(e *Entry) ([]byte, error) {
	if bad, is := e.notUTF8(); is {
		return nil, fmt.Errorf("encoding an entry: %q is not text in UTF-8", bad)
	}
	out := *e
	out.Version = CanonicalVersion
	b, err := c.enc.Marshal(&out)
	if err != nil {
		return nil, fmt.Errorf("encoding an entry: %w", err)
	}
	return b, nil
}

// Decode reads canonical bytes.
func (c *Codec) Decode(b []byte) (*Entry, error) {
	e := new(Entry)
	if err := c.dec.Unmarshal(b, e); err != nil {
		return nil, fmt.Errorf("decoding an entry: %w", err)
	}
	if e.Version != CanonicalVersion {
		return nil, fmt.Errorf("entry of version %d: this Homeward reads version %d; use a newer one", e.Version, CanonicalVersion)
	}
	return e, nil
}

// notUTF8 returns the first text of e that is not UTF-8.
func (e *Entry) notUTF8() (string, bool) {
	bad := func(texts ...string) (string, bool) {
		for _, t := range texts {
			if !utf8.ValidString(t) {
				return t, true
			}
		}
		return "", false
	}
	if t, is := bad(string(e.Kind), e.By, e.Channel, e.SaidOn, e.Reliability, e.Because, e.Source.Sheet, e.Source.Text); is {
		return t, true
	}
	for _, s := range e.SaidBy {
		if t, is := bad(s.Name, s.Role); is {
			return t, true
		}
	}
	for _, c := range e.Source.Cells {
		if t, is := bad(c.Header, c.Text); is {
			return t, true
		}
	}
	for i := range e.Statements {
		s := &e.Statements[i]
		if t, is := bad(s.Property, s.Value, s.Written, s.Language, s.Script, string(s.Stance), s.TrueOf, s.Label, s.Member, s.Acts); is {
			return t, true
		}
	}
	return "", false
}
