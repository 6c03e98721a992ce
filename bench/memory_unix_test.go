//go:build unix && !linux

package bench_test

import (
	"os/exec"
	"runtime"
	"syscall"
)

// watchMemory returns a function that gives, once the process has ended, the most
// memory it had at once, in bytes.
func watchMemory(cmd *exec.Cmd) func() int64 {
	return func() int64 {
		u, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		if !ok {
			return 0
		}
		if runtime.GOOS == "darwin" {
			return int64(u.Maxrss) // bytes there, KiB elsewhere
		}
		return int64(u.Maxrss) << 10
	}
}
