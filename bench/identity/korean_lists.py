"""Writes two lists of people with Korean names, the left in Hangul and the right in Latin letters, and who is one
person: left.csv, right.csv and truth.csv in a folder. The names are those of a file of pairs (Hangul, tab, Latin;
lines without the first are left out), each Hangul name once. Two thirds of the people are in both lists, a sixth in
each alone. Days of birth are invented: on either side 15 in 100 are missing, on the right 10 in 100 are wrong. With
--unit there is one of 40 units too, missing as often. With --most N, N people are drawn."""
import argparse, csv, pathlib, random

a = argparse.ArgumentParser()
a.add_argument("pairs")
a.add_argument("out")
a.add_argument("--seed", type=int, default=1)
a.add_argument("--most", type=int, default=0)
a.add_argument("--unit", action="store_true")
a = a.parse_args()
r = random.Random(a.seed)
names = {}
with open(a.pairs, encoding="utf-8") as f:
    for line in f:
        hangul, _, latin = line.rstrip("\n").partition("\t")
        if hangul and latin:
            names.setdefault(hangul, []).append(latin)
people = sorted(names.items())
r.shuffle(people)
people = people[: a.most or None]
left, right, truth = [], [], []
for i, (hangul, spellings) in enumerate(people):
    born = "%04d-%02d-%02d" % (r.randrange(1975, 2006), r.randrange(1, 13), r.randrange(1, 29))
    unit = "%d" % (100 + r.randrange(40))
    wrong = "%04d-%02d-%02d" % (r.randrange(1975, 2006), r.randrange(1, 13), r.randrange(1, 29))
    gaps = [r.random() < .15 for _ in range(4)]
    wrongly, where, spelt = r.random() < .1, r.random(), r.choice(spellings)
    l = [f"l{i}", hangul, "" if gaps[0] else born] + (["" if gaps[2] else unit] if a.unit else [])
    m = [f"r{i}", spelt, "" if gaps[1] else wrong if wrongly else born] + (["" if gaps[3] else unit] if a.unit else [])
    if where < 5 / 6:
        left.append(l)
    if where < 2 / 3 or where >= 5 / 6:
        right.append(m)
    if where < 2 / 3:
        truth.append([l[0], m[0]])
out = pathlib.Path(a.out)
out.mkdir(parents=True, exist_ok=True)
header = ["id", "name", "date of birth"] + (["unit"] if a.unit else [])
for name, head, rows in ("left", header, left), ("right", header, right), ("truth", ["left", "right"], truth):
    r.shuffle(rows)
    with open(out / f"{name}.csv", "w", newline="", encoding="utf-8") as f:
        csv.writer(f).writerows([head] + rows)
