package web

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

var declared = regexp.MustCompile(`--([a-z-]+):\s*#([0-9a-f]{6})\b`)

// Text stands out from what it stands on by 4.5 to 1 at least (WCAG 2.2, 1.4.3 AA), in
// light and in dark.
func TestContrast(t *testing.T) {
	css, err := files.ReadFile("static/homeward.css")
	if err != nil {
		t.Fatal(err)
	}
	blocks := strings.SplitAfterN(string(css), "--asked:", 3)
	if len(blocks) != 3 {
		t.Fatal("the stylesheet does not declare its colours once for light and once for dark")
	}
	tail := func(s string) string { return strings.SplitN(s, ";", 2)[0] + ";" }
	for scheme, text := range map[string]string{"light": blocks[0] + tail(blocks[1]), "dark": blocks[1] + tail(blocks[2])} {
		colours := map[string]string{}
		for _, m := range declared.FindAllStringSubmatch(text, -1) {
			colours[m[1]] = m[2]
		}
		for on, texts := range map[string][]string{
			"paper": {"ink", "quiet", "link", "alarm"}, "raised": {"ink", "quiet", "link", "alarm", "clash", "warn"}, "sunk": {"ink", "quiet", "link", "good"},
			"brand": {"on-brand", "on-brand-quiet"}, "alarm-bg": {"alarm", "ink"}, "warn-bg": {"warn"}, "clash-bg": {"clash", "ink"}, "good-bg": {"good", "ink"}, "calm-bg": {"calm"},
			"mk-firm": {"ink", "link"}, "mk-guess": {"ink"}, "mk-against": {"ink"}, "mk-wish": {"ink"}, "mk-offer": {"ink"}, "asked": {"ink"},
		} {
			for _, ink := range texts {
				if colours[on] == "" || colours[ink] == "" {
					t.Fatalf("%s: --%s or --%s is not declared", scheme, on, ink)
				}
				if c := contrast(colours[on], colours[ink]); c < 4.5 {
					t.Errorf("%s: --%s on --%s has a contrast of %.2f", scheme, ink, on, c)
				}
			}
		}
	}
}

func contrast(a, b string) float64 {
	x, y := luminance(a), luminance(b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(hex string) float64 {
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[2*i:2*i+2], 16, 8)
		if err != nil {
			panic(fmt.Sprintf("colour %s: %v", hex, err))
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}
