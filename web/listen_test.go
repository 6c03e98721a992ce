package web

import (
	"net"
	"strings"
	"testing"
)

func TestListenRefusesWhatIsNotThisMachine(t *testing.T) {
	for _, addr := range []string{":8080", "0.0.0.0:0", "[::]:0", "192.0.2.7:8080", "10.0.0.1:0", "example.org:80", "[fe80::1]:0", "127.0.0.1.example.org:0",
		"[::ffff:192.0.2.7]:0", "localhost.example.org:0", "2130706433:0", "0:0"} {
		l, err := Listen(t.Context(), addr)
		if err == nil {
			l.Close()
			t.Errorf("%s is served", addr)
			continue
		}
		if !strings.Contains(err.Error(), "this machine only") || !strings.Contains(err.Error(), "127.0.0.1") {
			t.Errorf("%s: the error does not say why and what to do: %v", addr, err)
		}
	}
	for _, addr := range []string{"127.0.0.1", "127.0.0.1:http", "127.0.0.1:70000", ""} {
		if l, err := Listen(t.Context(), addr); err == nil {
			l.Close()
			t.Errorf("%q is served", addr)
		}
	}
}

func TestListenOpensLoopback(t *testing.T) {
	for _, addr := range []string{"127.0.0.1:0", "localhost:0", "127.0.0.53:0"} {
		l, err := Listen(t.Context(), addr)
		if err != nil {
			t.Errorf("%s: %v", addr, err)
			continue
		}
		if ip := l.Addr().(*net.TCPAddr).IP; !ip.IsLoopback() {
			t.Errorf("%s opened %s", addr, ip)
		}
		l.Close()
	}
}
