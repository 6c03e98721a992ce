"""Splink and dedupe on the files that `homeward match` is measured on, in the same run.

    peers.py splink TRUTH.csv LEFT.csv [RIGHT.csv]
    peers.py dedupe TRUTH.csv LEFT.csv

TRUTH has two columns of record ids. Splink gets what its documentation recommends: the comparisons made for names,
dates and e-mail addresses, term frequencies, training without labels over two blocking rules, and blocking on each
column and on pairs of columns; on lists of 50,000 records and more only on rules that do not make too many pairs. Its F1 is printed at probability 0.5 and at the threshold that happens to be best for
it, which nobody could know without labels. dedupe needs labels: it gets 1,000 pairs labelled from the truth, half of
them one person, so it has seen answers that Homeward and Splink have not.
"""
import csv, itertools, logging, random, sys, time, warnings

warnings.simplefilter("ignore")
logging.disable(logging.WARNING)
what, truth_file, files = sys.argv[1], sys.argv[2], sys.argv[3:]


def read(path):
    with open(path, newline="") as f:
        rows = [{k.strip(): v.strip() or None for k, v in r.items()} for r in csv.DictReader(f)]
    ids = "rec_id" if "rec_id" in rows[0] else "unique_id"
    for r in rows:
        r["id"] = r.pop(ids)
        r.pop("cluster", None)
    return rows


def truth():
    with open(truth_file, newline="") as f:
        rows = csv.reader(f)
        head = next(rows)
        l, r = (0, 2) if head[0] == "unique_id_l" else (0, 1)
        score = head.index("clerical_match_score") if "clerical_match_score" in head else None
        return {tuple(sorted((x[l], x[r]))) for x in rows if score is None or float(x[score]) >= 0.5}


def report(pairs, right, seconds):
    """pairs: probability and ids. Prints F1 at 0.5 and at the best threshold."""
    pairs = sorted(pairs, key=lambda p: -p[0])
    hits, best, half = 0, (0, 1), 0
    said = [[0, 0.0, 0] for _ in range(10)]
    for i, (p, a, b) in enumerate(pairs, 1):
        ok = tuple(sorted((a, b))) in right
        hits += ok
        f1 = 2 * hits / (i + len(right))
        best = max(best, (f1, p))
        if p >= 0.5:
            half = f1
        bin = said[min(int(p * 10), 9)]
        bin[0] += 1; bin[1] += p; bin[2] += ok
    off = sum(abs(b[1] - b[2]) for b in said[1:]) / max(1, sum(b[0] for b in said[1:]))
    print(f"{what}: F1 {half:.4f} at probability 0.5, {best[0]:.4f} at its best threshold ({best[1]:.3f}); calibration error {off:.4f}; {seconds:.1f} s")


def splink(lists, right):
    import pandas as pd
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    frames = [pd.DataFrame(rows).rename(columns={"id": "unique_id"}) for rows in lists]
    start = time.time()
    columns = [c for c in frames[0].columns if c != "unique_id"]
    comparisons = []
    for c in columns:
        if c in ("first_name", "given_name", "surname"):
            comparisons.append(cl.NameComparison(c).configure(term_frequency_adjustments=True))
        elif c == "email":
            comparisons.append(cl.EmailComparison(c))
        elif c == "dob":
            comparisons.append(cl.DateOfBirthComparison(c, input_is_string=True))
        elif c in ("date_of_birth", "soc_sec_id", "postcode", "street_number"):
            comparisons.append(cl.DamerauLevenshteinAtThresholds(c, [1, 2]))
        else:
            comparisons.append(cl.JaroWinklerAtThresholds(c, [0.9, 0.7]).configure(term_frequency_adjustments=True))
    born = "dob" if "dob" in columns else "date_of_birth"
    first = "first_name" if "first_name" in columns else "given_name"
    if sum(map(len, frames)) < 50_000:
        rules = [block_on(c) for c in columns if c not in ("state", "city", "street_number")]
        rules += [block_on(a, b) for a, b in itertools.combinations(columns, 2) if a in ("state", "city", "street_number")]
    else:  # a common name alone would make hundreds of millions of pairs
        rules = [block_on("soc_sec_id"), block_on(born)]
        rules += [block_on(a, b) for a, b in (("surname", first), ("surname", "postcode"), (first, "postcode"), ("surname", "suburb"), ("address_1", "suburb"))]
    settings = SettingsCreator(link_type="dedupe_only" if len(frames) == 1 else "link_only", comparisons=comparisons,
                               blocking_rules_to_generate_predictions=rules, max_iterations=50)
    db = DuckDBAPI()
    inputs = [db.register(f) for f in frames]
    linker = Linker(inputs if len(inputs) > 1 else inputs[0], settings)
    strict = [block_on(first, "surname", born)] + ([block_on("email")] if "email" in columns else [block_on("soc_sec_id")])
    linker.training.estimate_probability_two_random_records_match(strict, recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    linker.training.estimate_parameters_using_expectation_maximisation(block_on(born))
    linker.training.estimate_parameters_using_expectation_maximisation(block_on(first, "surname"))
    found = linker.inference.predict(threshold_match_probability=0.001)
    rows = found.as_pandas_dataframe()[["match_probability", "unique_id_l", "unique_id_r"]]
    report([tuple(r) for r in rows.itertuples(index=False)], right, time.time() - start)


def dedupe_(lists, right):
    import io, json, dedupe

    rows = {r["id"]: {k: v for k, v in r.items() if k != "id"} for r in lists[0]}
    start = time.time()
    fields = [dedupe.variables.String(c, has_missing=True) for c in next(iter(rows.values()))]
    d = dedupe.Dedupe(fields, num_cores=0)
    dice = random.Random(1)
    ids = list(rows)
    same = dice.sample(sorted(right), min(500, len(right)))
    other = []
    while len(other) < 500:
        a, b = dice.sample(ids, 2)
        if tuple(sorted((a, b))) not in right:
            other.append((a, b))
    as_pairs = lambda ps: [[rows[a], rows[b]] for a, b in ps]
    labels = {"match": as_pairs(same), "distinct": as_pairs(other)}
    text = io.StringIO(json.dumps(labels))
    d.prepare_training(rows, training_file=text, sample_size=5000)
    d.train(recall=0.99)
    found = []
    for members, _ in d.partition(rows, 0.5):
        found += [(1.0, a, b) for a, b in itertools.combinations(members, 2)]
    report(found, right, time.time() - start)


if __name__ == "__main__":
    {"splink": splink, "dedupe": dedupe_}[what]([read(f) for f in files], truth())
