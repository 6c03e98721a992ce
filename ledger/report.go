package ledger

import (
	"fmt"
	"strings"
)

// Report is what [Verify] found.
type Report struct {
	Log         string      `json:"log"`         // its name
	Head        Head        `json:"head"`        // as stored when the run began
	Entries     int64       `json:"entries"`     // entries that agree with the stored hashes, counted from 0 up to the first that does not
	Checkpoints int64       `json:"checkpoints"` // signed checkpoints that agree
	LastGood    *Checkpoint `json:"last_good"`   // the last of them; nil if there is none
	Outside     *Head       `json:"outside"`     // the checkpoint kept outside that was compared; nil if none was given
	Problem     *Problem    `json:"problem"`     // nil: the log is whole
}

// Whole reports whether nothing was found wrong.
func (r Report) Whole() bool { return r.Problem == nil }

// Kind says what is wrong with a log.
type Kind string

const (
	AlteredEntry  Kind = "altered entry"     // bytes differ from the hash recorded
	MissingEntry  Kind = "missing entry"     // a number is not there
	ExtraEntry    Kind = "extra entry"       // an entry beyond the log's end
	AlteredTile   Kind = "altered hashes"    // a stored tile differs from the records, or is missing
	AlteredHead   Kind = "altered head"      // the stored root differs from all records and tiles
	Rewritten     Kind = "rewritten entries" // records and hashes were changed together
	Unsigned      Kind = "unsigned entries"  // no signed checkpoint covers the last entries
	BadCheckpoint Kind = "bad checkpoint"    // a checkpoint not signed by this bureau, or not a checkpoint
	RolledBack    Kind = "log cut short"     // a signed checkpoint covers more entries than there are
	Contradicted  Kind = "contradicts a checkpoint kept outside"
)

// Problem is the first thing found wrong.
type Problem struct {
	Kind       Kind   `json:"kind"`
	Entry      int64  `json:"entry"`      // number of the first bad entry, or -1 if it cannot be said
	From       int64  `json:"from"`       // the entries concerned: From ≤ number < To
	To         int64  `json:"to"`         // not itself concerned
	Checkpoint int64  `json:"checkpoint"` // size of the signed checkpoint that shows it, or -1
	Outside    bool   `json:"outside"`    // that checkpoint is the one kept outside
	Tile       string `json:"tile"`       // path of the tile concerned (C2SP tlog-tiles), if any
	Detail     string `json:"detail"`
}

// String says in a sentence or two what is wrong.
func (p Problem) String() string {
	var s string
	switch p.Kind {
	case AlteredEntry:
		s = fmt.Sprintf("Entry %d has been changed since it was recorded: its bytes do not give the hash kept for it.", p.Entry)
	case MissingEntry:
		s = fmt.Sprintf("Entry %d is missing: it was recorded and is no longer there.", p.Entry)
	case ExtraEntry:
		s = fmt.Sprintf("There is an entry %d beyond the end of the log: it was put there without being recorded.", p.Entry)
	case AlteredTile:
		s = fmt.Sprintf("The hashes kept for %s (%s) have been changed or removed.", span(p.From, p.To), p.Tile)
		if p.Entry >= 0 {
			s += fmt.Sprintf(" Entry %d itself is as it was signed.", p.Entry)
		}
	case AlteredHead:
		s = "The root kept for the log is not the root of its entries; the entries agree with the hashes kept for them."
	case Rewritten:
		s = fmt.Sprintf("Among %s something has been changed, and the hashes with it: the entries do not give the root that was signed at %d entries.", span(p.From, p.To), p.Checkpoint)
	case Unsigned:
		s = fmt.Sprintf("No signed checkpoint covers %s: checkpoints have been removed, or the entries put there without being recorded.", span(p.From, p.To))
	case BadCheckpoint:
		if p.Outside {
			s = "The checkpoint kept outside is not one that this bureau's key has signed for this log."
		} else {
			s = fmt.Sprintf("The checkpoint filed for %d entries is not one that this bureau's key has signed for this log.", p.Checkpoint)
		}
	case RolledBack:
		which := "A checkpoint"
		if p.Outside {
			which = "The checkpoint kept outside"
		}
		s = fmt.Sprintf("%s was signed when the log held %d entries; now it holds %d. The last %d have been removed, or an older copy was put in place.", which, p.To, p.From, p.To-p.From)
	case Contradicted:
		s = fmt.Sprintf("The first %d entries are not those of the checkpoint kept outside: the log was rewritten after that checkpoint was given away, or is another log.", p.To)
	default:
		s = string(p.Kind) + "."
	}
	if p.Detail != "" {
		s += " (" + p.Detail + ")"
	}
	return s
}

func span(from, to int64) string {
	if to-from == 1 {
		return fmt.Sprintf("entry %d", from)
	}
	return fmt.Sprintf("entries %d to %d", from, to-1)
}

// String is the report in words, for a reader who knows nothing of hashes. It
// says what was not shown as well.
func (r Report) String() string {
	var b strings.Builder
	if r.Whole() {
		fmt.Fprintf(&b, "The log %q is whole.\n", r.Log)
	} else {
		fmt.Fprintf(&b, "THE LOG %q IS NOT WHOLE.\n%s\n", r.Log, r.Problem)
	}
	fmt.Fprintf(&b, "Entries in the log: %d. Read and found as recorded, from the first: %d.\n", r.Head.Size, r.Entries)
	fmt.Fprintf(&b, "Signed checkpoints that agree with the entries: %d.", r.Checkpoints)
	if r.LastGood != nil {
		fmt.Fprintf(&b, " The last of them covers %d entries.", r.LastGood.Size)
	}
	b.WriteByte('\n')
	switch {
	case r.Outside != nil && r.Whole():
		fmt.Fprintf(&b, "The checkpoint kept outside, of %d entries, agrees: nothing recorded up to then was changed or removed since it was given away.\n", r.Outside.Size)
	case r.Outside == nil && r.Whole():
		b.WriteString("No checkpoint kept outside was compared. Somebody with the bureau's signing key could have rewritten the whole log; only such a checkpoint would show it.\n")
	}
	return b.String()
}
