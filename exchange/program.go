package exchange

// A matrixRow is one row: lo <= sum of coef*x <= hi.
type matrixRow struct {
	vars   []int32
	coefs  []int64
	lo, hi int64
	// The side has no end of its own: it stands where the variables end.
	noLo, noHi bool
}

// A program is: maximise sum of cost*x, rows kept, lower <= x <= upper.
type program struct {
	cost []int64
	rows []matrixRow
}
