"""Fits every class with other parameters than fits.py has, and asks the same: what the table should foretell.

usage: python others.py [--seed N] [--each N] [--only Name,Name] > OTHERS.json, then npx tsx scripts/inputs/check.ts OTHERS.json
(scikit-learn 1.2 and later declare their parameters' values; older ones take --like FILE, the values that others.py --values printed.)
"""
import json
import random
import sys

import numpy as np

import ask
import fits

KINDS = ["nan", "inf", "large", "negative", "empty", "one", "three", "complex", "text", "strings", "none", "sparse", "sparse-nan", "fewer"]
STATE = ["_sparse", "_fit_method"]
ARRAYS = ["statistics_", "categories_", "classes_"]
NEVER = {"n_jobs", "verbose", "copy", "copy_X", "copy_x", "estimator", "base_estimator", "memory", "random_state", "callback", "warm_start", "missing_values",
         "func", "inverse_func", "metric_params", "kernel_params", "categories", "input", "encoding", "decode_error", "cv", "n_components", "dtype"}


def values_of(cls):
    """Values of each parameter that the class declares: texts, booleans, None."""
    out = {}
    for name, constraints in sorted(getattr(cls, "_parameter_constraints", {}).items()):
        found = set()
        for c in constraints if isinstance(constraints, list) else []:
            if c in ("boolean", "verbose"):
                found |= {True, False}
            elif c is None:
                found.add(None)
            elif hasattr(c, "options"):
                found |= {o for o in c.options if isinstance(o, str) and o != "deprecated" and o not in getattr(c, "deprecated", ())}
        if name not in NEVER and len(found) > 1:
            out[name] = sorted(found, key=str)
    return out


def state_of(est):
    out = {k: v for k, v in est.get_params(deep=False).items() if v is None or isinstance(v, (bool, int, float, str))}
    out = {k: str(v) if isinstance(v, float) and not np.isfinite(v) else v for k, v in out.items()}
    out.update((k, getattr(est, k)) for k in STATE if isinstance(getattr(est, k, None), (bool, str)))
    for name in ARRAYS:
        held = getattr(est, name, None)
        held = held[0] if isinstance(held, list) and held else held
        if hasattr(held, "dtype"):
            out[name + ".dtype"] = "object" if held.dtype.kind in "OUS" else "number"
    return out


def answers(cls, kwargs, X, y, Q, data):
    try:
        np.random.seed(0)
        ask.signal.alarm(30)
        est = cls(**kwargs)
        est = ask.fit(est, X, y) or est
        ask.signal.alarm(0)
    except Exception as e:
        return {"skipped": str(e)[:80]}
    methods = {}
    for name, (form, pairs) in ask.answers_of(cls, est, Q, data).items():
        told = dict(pairs)
        if ":" not in told["base"]:
            methods[name] = {k: told[k] if ":" in told[k] else "" for k in KINDS if k in told}
    return {"state": state_of(est), "methods": methods}


def main(argv):
    def option(name, otherwise):
        return argv[argv.index(name) + 1] if name in argv else otherwise
    rng = random.Random(int(option("--seed", 1)))
    each, only = int(option("--each", 3)), option("--only", None)
    classes = ask.all_classes()
    if "--values" in argv:
        return print(json.dumps({k: values_of(c) for k, c in classes.items() if k in ask.WANTED and values_of(c)}))
    like = json.load(open(option("--like", None))) if "--like" in argv else None
    env, d, out = ask.environment(classes), fits.datasets(), []
    for name, cls, what, data, source in ask.jobs(classes):
        if name not in ask.WANTED or what.startswith("@fitted='float32'") or (only and name not in only.split(",")):
            continue
        if what and rng.random() > 0.3:
            continue
        values = like.get(name, {}) if like is not None else values_of(cls)
        own, params = ask.split_words(what)
        names = set(ask.inspect.signature(cls.__init__).parameters)
        for _ in range(each if not what else 1):
            def work():
                kwargs = {}
                for part in (source, params):
                    kwargs.update(ask.arguments_later(part, env))
                kwargs.update(chosen)
                base = ask.build(cls, kwargs, set())
                return answers(cls, base.get_params(deep=False), X, y, Q, data)
            chosen = {}
            for key in rng.sample(sorted(values), min(len(values), rng.choice([1, 1, 2, 3]))):
                if key in names:
                    chosen[key] = rng.choice(values[key])
            X, y, Q = d[data]
            result = ask.apart(work)
            if "methods" in result and result["methods"]:
                out.append([name, what, chosen, result["state"], result["methods"]])
    print(json.dumps({"sklearn": ask.sklearn.__version__, "fits": out}))


if __name__ == "__main__":
    main(sys.argv[1:])
