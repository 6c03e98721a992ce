// Package schema holds the JSON Schema of the capture card (Annex IV B of the
// Third Geneva Convention) as Homeward reads it.
package schema

import _ "embed"

// CaptureCard is the schema of one card or an array of cards (JSON Schema 2020-12).
//
//go:embed capture-card.schema.json
var CaptureCard []byte
