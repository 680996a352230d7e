"""Names of scipy's distributions, and methods and properties of its classes, united over versions. Called by `make.py`."""

FORMATS = ("bsr", "coo", "csc", "csr", "dia", "dok", "lil")


def made(described):
    """`members`: by sparse format (matrix and array alike), what all formats have under `sparse`, or by class."""
    facts = {key: set(words.split()) for key, words in described.items()}
    names = {kind: sorted(facts.pop(kind)) for kind in ("continuous", "discrete")}
    sets = {}
    for key, members in facts.items():
        label = key.split("_")[0] if key.endswith(("_matrix", "_array")) else key
        sets.setdefault(label, set()).update(members)
    sets["sparse"] = set.intersection(*(sets[k] for k in FORMATS))
    for k in FORMATS:
        sets[k] -= sets["sparse"]
    return {**names, "members": {label: " ".join(sorted(members)) for label, members in sorted(sets.items())}}
