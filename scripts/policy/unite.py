"""Unites the descriptions of many versions and the catalogue of fixtures into the inputs that `make.py` reads.

One line a class or function, its facts united over the versions, and only what the makers of rows use: the inputs stay
small enough to be committed, and a new version shows as the lines that it changed. Called by `make.py --introspect`.
"""

import glob
import json
import os
import re

from written import named, version_key

ESTIMATOR = "sklearn.base:BaseEstimator"


def load(pattern):
    """Descriptions, the oldest version first."""
    found = []
    for path in glob.glob(pattern):
        with open(path) as file:
            found.append(json.load(file))
    return sorted(found, key=lambda described: version_key(described["version"]))


def words(found):
    return " ".join(sorted(found))


def without_blanks(facts):
    """Facts without those that say no, so that a line holds what is particular about its class."""
    return {field: value for field, value in facts.items() if value not in ("", False, None)}


def newest_public(versions, unexported):
    """The shortest public module of each name, by the newest version that has one."""
    public = {}
    for described in versions:
        for key, where in described["public"].items():
            modules = [m for m, exported in where if exported] or [m for m, _ in where if unexported]
            if modules:
                public[key] = min(modules, key=lambda m: (m.count("."), m))
    return public


def united_class(facts):
    """`facts`: a class as each version describes it, the newest last."""
    lists = ("bases", "members", "special", "params", "callableParams")
    out = {field: words(set().union(*(f[field] for f in facts))) for field in lists}
    out["abstract"] = any(f["abstract"] for f in facts)
    out["callable"] = any(f["callable"] for f in facts)
    out["estimator"] = ESTIMATOR in facts[-1]["bases"]
    return out


def classes(versions):
    seen, since = {}, {}
    for described in versions:
        for key, facts in described["classes"].items():
            seen.setdefault(key, []).append(facts)
            since.setdefault(key, described["version"])
    public = newest_public(versions, True)
    return {key: without_blanks({"since": since[key], "public": public.get(key), **united_class(seen[key])}) for key in sorted(seen)}


def functions(versions):
    """Plain functions of sklearn, python's and cython's."""
    public = newest_public(versions, False)
    kinds = ("function", "cython_function_or_method")
    found = {key for described in versions for key, kind in described["functions"].items() if kind in kinds}
    return {key: without_blanks({"public": public.get(key)}) for key in sorted(found)}


def scipy(versions):
    """Names of the distributions, and members by class, or of all distributions and of all frozen ones."""
    out = {"continuous": set(), "discrete": set(), "rv": set(), "rv_frozen": set()}
    for described in versions:
        for key, members in described["gen"].items():
            out["continuous" if "_continuous_" in key else "discrete"].add(key.split()[1])
            out["rv"].update(members)
        for members in described["frozen"].values():
            out["rv_frozen"].update(members)
        for key, members in list(described["sparse"].items()) + list(described["spline"].items()):
            out.setdefault(key.split()[1], set()).update(members)
    return {key: words(found) for key, found in sorted(out.items())}


class Catalogue:
    """State keys of real files by class, and those under which a reference or a callable instance stood."""

    def __init__(self, callables):
        self.callables = callables
        self.keys, self.refs = {}, {}

    def read(self, run):
        for section, field in (("estimators", "attrs"), ("objects", "state")):
            for key, facts in run[section].items():
                for name, types in facts[field].items():
                    self.keys.setdefault(key, set()).add(name)
                    if self.holds_reference(types):
                        self.refs.setdefault(key, set()).add(name)

    def holds_reference(self, types):
        found = re.findall(r"[A-Za-z_][\w.]*:\w+", " ".join(types))
        return any("ref " in t for t in types) or any(name in self.callables for name in found)


def catalogue(folder, callables):
    """`made`: the class was written as one that is made empty and filled from a dict."""
    found = Catalogue(callables)
    for path in sorted(glob.glob(os.path.join(folder, "[01].*.json"))):
        with open(path) as file:
            found.read(json.load(file))
    with open(os.path.join(folder, "union.json")) as file:
        names = json.load(file)["globals"]
    made = {key.replace(" ", ":") for key, use in names.items() if any(u.startswith(("NEWOBJ", "BUILD(dict)")) for u in use["uses"])}
    listed = sorted(key for key in made | set(found.keys) if key.startswith("sklearn."))
    return {
        key: without_blanks({"made": key in made, "keys": words(found.keys.get(key, ())), "refs": words(found.refs.get(key, ()))})
        for key in listed
    }


def unite(described, catalogued, inputs):
    """Writes the inputs; the catalogue's stays as it is where there is no catalogue to read."""
    versions = load(os.path.join(described, "sklearn-*.json"))
    found = classes(versions)
    out = {
        "sklearn-classes": found,
        "sklearn-functions": functions(versions),
        "scipy": scipy(load(os.path.join(described, "scipy-*.json"))),
    }
    if catalogued is not None:
        out["catalogue"] = catalogue(catalogued, {key for key, facts in found.items() if facts.get("callable")})
    for name, rows in out.items():
        with open(os.path.join(inputs, name + ".json"), "w") as file:
            file.write(named(rows))
