"""Prints the pairs of FEBRL records that are one person, by their ids (rec-7-org, rec-7-dup-0), as CSV.

One file: all pairs within it. Two files: the pairs across them.
"""
import collections, csv, itertools, re, sys

people = collections.defaultdict(lambda: [[], []])
for side, path in enumerate(sys.argv[1:]):
    with open(path, newline="") as f:
        for row in csv.reader(f):
            if m := re.match(r"rec-(\d+)-", row[0] if row else ""):
                people[m[1]][side].append(row[0])
print("left,right")
for left, right in people.values():
    pairs = itertools.product(left, right) if len(sys.argv) > 2 else itertools.combinations(left, 2)
    for a, b in pairs:
        print(f"{a},{b}")
