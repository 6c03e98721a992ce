//go:build !unix

package exchange

import "time"

// processorTime cannot be had here.
func processorTime() time.Duration { return 0 }
