// Package schema holds the JSON Schemas (draft 2020-12) of what package
// exchange reads and writes: the sheet of terms and the plan. A sheet is YAML;
// its schema describes the same tree.
package schema

import _ "embed"

//go:embed terms.schema.json
var terms string

//go:embed plan.schema.json
var plan string

// Terms is the JSON Schema of a sheet of terms. Every kind of term it lists is
// solved exactly.
func Terms() []byte { return []byte(terms) }

// Plan is the JSON Schema of a plan.
func Plan() []byte { return []byte(plan) }
