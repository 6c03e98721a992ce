package web

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"strconv"
)

// Listen opens a loopback address such as 127.0.0.1:8080, [::1]:8080 or
// localhost:8080; port 0 takes a free one. Every other address is refused: as
// long as nobody has to say who he is, the files of prisoners stay on this machine.
func Listen(ctx context.Context, addr string) (net.Listener, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("address %q: an address and a port are wanted, such as 127.0.0.1:8080: %w", addr, err)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return nil, fmt.Errorf("address %q: the port must be a number from 0 to 65535", addr)
	}
	if host == "localhost" {
		host = "127.0.0.1" // a resolver or a hosts file may lead the name elsewhere
	}
	ip, err := netip.ParseAddr(host)
	if err != nil || !ip.Unmap().IsLoopback() || ip.Zone() != "" {
		return nil, fmt.Errorf("refusing to serve on %q: the pages have no access control yet and are served on this machine only; use 127.0.0.1:%s", addr, port)
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", net.JoinHostPort(host, port))
	if err != nil {
		return nil, fmt.Errorf("serving on %s: %w; choose another port with --addr", addr, err)
	}
	return l, nil
}
