"""A fixture: bytes with the verdict that they must get. The file's name is the expectation; `index.json` says the rest."""
import json
import os

CASES = {}


def case(verdict, slug, data, ext="pkl", **facts):
    """`code`: a finding that must be there. `at`: where it stands. `name`: the global it tells. `fires`: loaders under
    which the file runs code ("pickle", "joblib", "numpy"; "joblib-old" with the older packages only, "joblib-new" with the newest). `rule`: the rule of RULINGS.md. `options`: of scan."""
    file = f"{verdict}--{slug}.{ext}"
    if file in CASES:
        raise ValueError(f"{file} is there twice")
    CASES[file] = (bytes(data), {key: value for key, value in facts.items() if value is not None})


def write(folder):
    os.makedirs(folder, exist_ok=True)
    for old in os.listdir(folder):
        if old.split("--")[0] in ("safe", "dangerous", "unlisted", "malformed", "unsupported", "limit") or old == "index.json":
            os.unlink(os.path.join(folder, old))
    for file, (data, _) in CASES.items():
        with open(os.path.join(folder, file), "wb") as f:
            f.write(data)
    index = {file: facts for file, (_, facts) in sorted(CASES.items())}
    with open(os.path.join(folder, "index.json"), "w") as f:
        rows = [f"{json.dumps(file)}: {json.dumps(facts, sort_keys=True)}" for file, facts in index.items()]
        f.write("{\n" + ",\n".join(rows) + "\n}\n")
    return len(CASES), sum(len(data) for data, _ in CASES.values())
