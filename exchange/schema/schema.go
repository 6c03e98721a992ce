// Package schema holds the JSON Schemas (draft 2020-12) of what package
// exchange reads and writes: the sheet of terms, the plan, why one person goes or
// stays, and handovers held against a plan. A sheet is YAML; its schema describes
// the same tree.
package schema

import _ "embed"

//go:embed terms.schema.json
var terms string

//go:embed plan.schema.json
var plan string

//go:embed why.schema.json
var why string

//go:embed reconciliation.schema.json
var reconciliation string

// Terms is the JSON Schema of a sheet of terms. Every kind of term it lists is
// solved exactly.
func Terms() []byte { return []byte(terms) }

// Plan is the JSON Schema of a plan.
func Plan() []byte { return []byte(plan) }

// Why is the JSON Schema of why one person goes or stays.
func Why() []byte { return []byte(why) }

// Reconciliation is the JSON Schema of handovers held against a plan.
func Reconciliation() []byte { return []byte(reconciliation) }
