"""Ranks names by Levenshtein distance on ICU's romanisation: the peer for `homeward names rank`.

Reads lines of: name asked for, right name (may repeat); an empty first column only adds to the pool. Tokens are
compared in the order written and turned round, whichever is nearer. Ties count against.
"""
import subprocess, sys


def romanise(names):
    done = subprocess.run(["uconv", "-f", "utf-8", "-t", "utf-8", "-x", "Any-Latin; Latin-ASCII; Lower"],
                          input="\n".join(names), capture_output=True, text=True, check=True)
    return [n.replace("-", "").replace("'", "") for n in done.stdout.split("\n")]


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(last + (x != y), row[j] + 1, row[j - 1] + 1)
    return row[-1]


pairs = [line.rstrip("\n").split("\t") for line in open(sys.argv[1], encoding="utf-8")]
pool = sorted({p[1] for p in pairs})
right = {}
for left, name in pairs:
    if left:
        right.setdefault(left, set()).add(name)
asked = sorted(right)[::5]
latin = romanise(pool)
turned = [["".join(w), "".join(w[-1:] + w[:-1])] for w in (n.split() for n in latin)]
first = ten = 0
for left, own in zip(asked, romanise(asked)):
    own = own.replace(" ", "")
    far = [min(distance(own, t) for t in set(ts)) for ts in turned]
    best = min(d for d, n in zip(far, pool) if n in right[left])
    ahead = sum(d <= best and n not in right[left] for d, n in zip(far, pool))
    first += ahead == 0
    ten += ahead < 10
print(f"{len(asked)} names asked for among {len(pool)}: first {100 * first / len(asked):.2f} %, among the first ten {100 * ten / len(asked):.2f} %")
