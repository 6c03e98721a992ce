package bench_test

import (
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// watchMemory follows a started process and returns a function that ends this and
// gives the most memory it had at once, in bytes. What Linux tells of an ended
// process will not do: it begins with the memory of the process that started it.
func watchMemory(cmd *exec.Cmd) func() int64 {
	var peak atomic.Int64
	done, ended := make(chan struct{}), make(chan struct{})
	status := fmt.Sprintf("/proc/%d/status", cmd.Process.Pid)
	go func() {
		defer close(ended)
		const often = 5 * time.Millisecond
		for look := time.NewTicker(often); ; {
			kib, _, _ := strings.Cut(firstField(status, "VmHWM"), " ")
			if n, err := strconv.ParseInt(kib, 10, 64); err == nil {
				peak.Store(max(peak.Load(), n<<10))
			}
			select {
			case <-done:
				look.Stop()
				return
			case <-look.C:
			}
		}
	}()
	return func() int64 {
		close(done)
		<-ended
		return peak.Load()
	}
}
