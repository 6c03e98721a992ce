package web

import (
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

var served = &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 8080}

func TestGuard(t *testing.T) {
	reached := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("a file")) })
	for name, c := range map[string]struct {
		method, host string
		headers      map[string]string
		want         int
	}{
		"the address it listens on":             {host: "127.0.0.1:8080", want: 200},
		"localhost":                             {host: "localhost:8080", want: 200},
		"loopback of IPv6":                      {host: "[::1]:8080", want: 200},
		"typed into the browser":                {host: "127.0.0.1:8080", headers: map[string]string{"Sec-Fetch-Site": "none"}, want: 200},
		"a link of our own":                     {host: "127.0.0.1:8080", headers: map[string]string{"Sec-Fetch-Site": "same-origin"}, want: 200},
		"our own origin":                        {host: "127.0.0.1:8080", headers: map[string]string{"Origin": "http://127.0.0.1:8080"}, want: 200},
		"only the head":                         {method: "HEAD", host: "127.0.0.1:8080", want: 200},
		"DNS rebinding":                         {host: "attacker.example:8080", want: 421},
		"rebinding without a port":              {host: "attacker.example", want: 421},
		"another port":                          {host: "127.0.0.1:9090", want: 421},
		"no port":                               {host: "127.0.0.1", want: 421},
		"a name that begins like ours":          {host: "127.0.0.1.attacker.example:8080", want: 421},
		"localhost with a dot":                  {host: "localhost.:8080", want: 421},
		"an address that is not loopback":       {host: "192.0.2.7:8080", want: 421},
		"no host":                               {host: "", want: 421},
		"a link of another site":                {host: "127.0.0.1:8080", headers: map[string]string{"Sec-Fetch-Site": "cross-site"}, want: 403},
		"another port of this machine":          {host: "127.0.0.1:8080", headers: map[string]string{"Sec-Fetch-Site": "same-site"}, want: 403},
		"a foreign origin":                      {host: "127.0.0.1:8080", headers: map[string]string{"Origin": "https://attacker.example"}, want: 403},
		"the origin of a file or a sandbox":     {host: "127.0.0.1:8080", headers: map[string]string{"Origin": "null"}, want: 403},
		"our origin but of another port":        {host: "127.0.0.1:8080", headers: map[string]string{"Origin": "http://127.0.0.1:9090"}, want: 403},
		"writing":                               {method: "POST", host: "127.0.0.1:8080", want: 405},
		"writing otherwise":                     {method: "DELETE", host: "127.0.0.1:8080", want: 405},
		"asking what is allowed from elsewhere": {method: "OPTIONS", host: "127.0.0.1:8080", want: 405},
	} {
		t.Run(name, func(t *testing.T) {
			if c.method == "" {
				c.method = "GET"
			}
			r := httptest.NewRequest(c.method, "/", nil)
			r.Host = c.host
			for k, v := range c.headers {
				r.Header.Set(k, v)
			}
			w := httptest.NewRecorder()
			newGuard(served, reached).ServeHTTP(w, r)
			if w.Code != c.want {
				t.Fatalf("status %d, want %d", w.Code, c.want)
			}
			if body := w.Body.String(); c.want != 200 && (strings.Contains(body, "a file") || !strings.Contains(body, "Refused:")) {
				t.Errorf("refused with %q", body)
			}
			checkHeaders(t, w.Result().Header)
		})
	}
}

// checkHeaders checks what keeps a page in its place; every answer has them, a
// refusal too.
func checkHeaders(t *testing.T, h http.Header) {
	t.Helper()
	for name, want := range map[string]string{
		"Content-Security-Policy":      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
		"Referrer-Policy":              "no-referrer",
		"X-Content-Type-Options":       "nosniff",
		"X-Frame-Options":              "DENY",
		"Cache-Control":                "no-store",
		"Cross-Origin-Opener-Policy":   "same-origin",
		"Cross-Origin-Resource-Policy": "same-origin",
	} {
		if got := h.Get(name); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}
