//go:build !linux

package intake

import (
	"os"
	"time"
)

func processor() time.Duration { return 0 }

func peak(*os.ProcessState) int64 { return 0 }
