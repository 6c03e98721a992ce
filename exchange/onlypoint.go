package exchange

import "math/bits"

// onlyPoint says whether the rows that are equations leave no second point:
// then later tiers and the lot have nothing to decide. The rank is taken modulo
// a prime, which can only be too small; a full one is full over the rationals.
func onlyPoint(p *program, lower, upper []int64) bool {
	const prime = 1<<61 - 1
	mul := func(a, b uint64) uint64 {
		hi, lo := bits.Mul64(a, b)
		return bits.Rem64(hi, lo, prime)
	}
	var cols []int
	for j := range lower {
		if lower[j] < upper[j] {
			cols = append(cols, j)
		}
	}
	// Above this the elimination costs more than what it may save.
	if len(cols) == 0 {
		return true
	}
	if len(cols) > len(p.rows) || len(cols) > 400 {
		return false
	}
	var mat [][]uint64
	for i := range p.rows {
		r := &p.rows[i]
		if r.lo != r.hi {
			continue
		}
		dense := make([]uint64, len(lower))
		for e, v := range r.vars {
			c := r.coefs[e] % prime
			if c < 0 {
				c += prime
			}
			dense[v] = (dense[v] + uint64(c)) % prime
		}
		mat = append(mat, dense)
	}
	rank := 0
	for _, j := range cols {
		pick := -1
		for i := rank; i < len(mat); i++ {
			if mat[i][j] != 0 {
				pick = i
				break
			}
		}
		if pick < 0 {
			return false
		}
		mat[rank], mat[pick] = mat[pick], mat[rank]
		inverse := power(mat[rank][j], prime-2, mul)
		for i := rank + 1; i < len(mat); i++ {
			if f := mul(mat[i][j], inverse); f != 0 {
				for _, k := range cols {
					mat[i][k] = (mat[i][k] + prime - mul(f, mat[rank][k])) % prime
				}
			}
		}
		rank++
	}
	return true
}

func power(a, e uint64, mul func(a, b uint64) uint64) uint64 {
	r := uint64(1)
	for ; e > 0; e >>= 1 {
		if e&1 == 1 {
			r = mul(r, a)
		}
		a = mul(a, a)
	}
	return r
}
