"""Prints a list in FEBRL's columns: N records, of which a fifth are second records of an earlier one with FEBRL's
kinds of mistakes (up to two in a column, four in a record). All invented: names are syllables. The last column,
cluster, says who is one person."""
import csv, random, sys
n, seed = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1
r = random.Random(seed)
syl = [a + b for a in "b br c d f g h j k l m n p r s st t th v w".split() for b in "a e i o u ai ee ou".split()]
def word(k): return "".join(r.choice(syl) for _ in range(k)) + r.choice(["", "n", "r", "s", "ll", "tt"])
def zipf(xs): return lambda: xs[int(len(xs) * r.random() ** 2.5)]
given, family = zipf([word(2) for _ in range(3000)]), zipf([word(r.choice((2, 3))) for _ in range(40000)])
street, suburb = zipf([word(2) + " " + s for _ in range(6000) for s in ("street", "place", "crescent")]), zipf([word(3) for _ in range(5000)])
house = zipf([word(3) for _ in range(20000)])
def slip(s):
    if not s: return s
    i = r.randrange(len(s)); k = r.randrange(4)
    alphabet = "0123456789" if s.isdigit() else "abcdefghijklmnopqrstuvwxyz"
    if k == 0: return s[:i] + s[i + 1:]
    if k == 1: return s[:i] + r.choice(alphabet) + s[i:]
    if k == 2: return s[:i] + r.choice(alphabet) + s[i + 1:]
    return s[:i] + s[i + 1:i + 2] + s[i:i + 1] + s[i + 2:]
cols = "rec_id given_name surname street_number address_1 address_2 suburb postcode state date_of_birth soc_sec_id cluster".split()
w = csv.writer(sys.stdout); w.writerow(cols)
originals = n - n // 5
kept = []
for i in range(originals):
    v = [given(), family(), str(1 + int(300 * r.random() ** 2)), street(), house() if r.random() < .6 else "", suburb(), str(2000 + r.randrange(5000)),
         r.choice(["nsw", "vic", "qld", "wa", "sa", "act"]), "%04d%02d%02d" % (r.randrange(1900, 2000), r.randrange(1, 13), r.randrange(1, 29)), str(r.randrange(1000000, 9999999))]
    w.writerow(["rec-%d-org" % i] + v + [i])
    if r.random() < .3: kept.append((i, v))
copies = {}
for _ in range(n // 5):
    i, v = r.choice(kept); v = list(v)
    for _ in range(r.randrange(1, 5)):
        c = r.randrange(10); k = r.random()
        if k < .1: v[c] = ""
        elif k < .15 and c < 2: v[0], v[1] = v[1], v[0]
        elif k < .2: v[c] = {0: given, 1: family, 3: street, 4: house, 5: suburb}.get(c, lambda: v[c])()
        else:
            v[c] = slip(v[c])
            if r.random() < .3: v[c] = slip(v[c])
    copies[i] = copies.get(i, -1) + 1
    w.writerow(["rec-%d-dup-%d" % (i, copies[i])] + v + [i])
