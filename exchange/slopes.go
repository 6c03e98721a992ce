package exchange

import "slices"

// A slope is what each of n more brings.
type slope struct {
	n    int64
	gain []int64
}

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// inSteps gives the slopes of a class whose people go step at a time.
func inSteps(cells []slope, step, most int64) []slope {
	if step == 1 {
		out := make([]slope, 0, len(cells))
		for _, s := range cells {
			if s.n = min(s.n, most); s.n > 0 {
				out = append(out, s)
				most -= s.n
			}
		}
		return out
	}
	var out []slope
	at, used := 0, int64(0)
	for most > 0 {
		if whole := (cells[at].n - used) / step; whole > 0 {
			whole = min(whole, most)
			g := slices.Clone(cells[at].gain)
			for t := range g {
				g[t] *= step
			}
			out = append(out, slope{whole, g})
			most, used = most-whole, used+whole*step
			continue
		}
		g := make([]int64, len(cells[0].gain))
		for need := step; need > 0; {
			n := min(need, cells[at].n-used)
			for t := range g {
				g[t] += n * cells[at].gain[t]
			}
			if need, used = need-n, used+n; used == cells[at].n {
				at, used = at+1, 0
			}
		}
		out = append(out, slope{1, g})
		most--
	}
	return out
}

func addSlopes(a, b []slope) []slope {
	var out []slope
	i, j := 0, 0
	var ai, bj int64
	for i < len(a) && j < len(b) {
		n := min(a[i].n-ai, b[j].n-bj)
		g := slices.Clone(a[i].gain)
		for t := range g {
			g[t] += b[j].gain[t]
		}
		out = append(out, slope{n, g})
		if ai += n; ai == a[i].n {
			i, ai = i+1, 0
		}
		if bj += n; bj == b[j].n {
			j, bj = j+1, 0
		}
	}
	return out
}

// joined puts slopes of equal gain together.
func joined(slopes []slope) []slope {
	var out []slope
	for _, s := range slopes {
		if n := len(out); n > 0 && slices.Equal(out[n-1].gain, s.gain) {
			out[n-1].n += s.n
		} else {
			out = append(out, s)
		}
	}
	return out
}

// gainAt is what the nth person of a class brings.
func gainAt(cells []slope, n int64) []int64 {
	for _, s := range cells {
		if n <= s.n {
			return s.gain
		}
		n -= s.n
	}
	return cells[len(cells)-1].gain
}
