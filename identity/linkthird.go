package identity

// third is what a third record says of a pair.
type third struct {
	record int32
	bits   float64
}

func (k *Linkage) throughThird() {}
