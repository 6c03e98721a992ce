package web

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
)

// guard lets a request pass only if it was made for this address by somebody at
// this machine. A page of another site can make a browser send requests here: by
// a link or image (Sec-Fetch-Site, Origin), or by letting its own name resolve to
// 127.0.0.1 (DNS rebinding), which shows in the Host.
type guard struct {
	hosts []string // as a browser writes them
	next  http.Handler
}

// policy is what a browser may load for a page: our stylesheet and icon, nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// newGuard guards pages served on an address. Its host, localhost and both
// loopback addresses with its port are this machine's names.
func newGuard(addr net.Addr, next http.Handler) *guard {
	g := &guard{next: next}
	host, port, err := net.SplitHostPort(addr.String())
	if err != nil {
		return g // no host is allowed
	}
	names := []string{"localhost", "127.0.0.1", "::1"}
	if ip, err := netip.ParseAddr(host); err == nil && ip.IsLoopback() && !slices.Contains(names, host) {
		names = append(names, host)
	}
	for _, n := range names {
		g.hosts = append(g.hosts, net.JoinHostPort(n, port))
		if port == "80" {
			if n == "::1" {
				n = "[::1]"
			}
			g.hosts = append(g.hosts, n)
		}
	}
	return g
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", policy)
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Cache-Control", "no-store")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=(), browsing-topics=()")
	if status, word := g.refuse(r); word != "" {
		if status == http.StatusMethodNotAllowed {
			h.Set("Allow", "GET, HEAD")
		}
		http.Error(w, word, status)
		return
	}
	g.next.ServeHTTP(w, r)
}

// refuse says why a request is refused, or nothing.
func (g *guard) refuse(r *http.Request) (status int, word string) {
	if !slices.Contains(g.hosts, r.Host) {
		return http.StatusMisdirectedRequest, "Refused: this request was made for another host. These pages are served to this machine only; open the address that homeward serve printed."
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		return http.StatusMethodNotAllowed, "Refused: these pages are read-only. Decisions are recorded with the homeward command."
	}
	for _, origin := range r.Header.Values("Origin") {
		if !g.ours(origin) {
			return http.StatusForbidden, "Refused: a page of another site asked for this."
		}
	}
	for _, site := range r.Header.Values("Sec-Fetch-Site") {
		if site != "same-origin" && site != "none" {
			return http.StatusForbidden, "Refused: a page of another site led here. Type the address into the browser instead."
		}
	}
	return 0, ""
}

func (g *guard) ours(origin string) bool {
	return slices.ContainsFunc(g.hosts, func(host string) bool { return origin == "http://"+host })
}
