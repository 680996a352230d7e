"""Writes src/policy/families/sklearn-*.ts from descriptions of many sklearn versions and the catalogue of fixtures.

Usage: python3 scripts/policy/sklearn_rows.py CATALOGUE_DIR INTROSPECTED_DIR   (run in the repository's root)

INTROSPECTED_DIR holds the outputs of introspect.py, one a version. What is listed, and why, is decided in
sklearn_choice.py; this script only groups a class's spellings, unites its members over the versions, and takes away
the names that real files have as state keys.
"""

import collections
import glob
import json
import os
import re
import sys

import sklearn_choice as choice

OUT = "src/policy/families"


def version_key(text):
    return [int(p) for p in re.findall(r"\d+", text)[:3]]


def load(introspected):
    found = [json.load(open(f)) for f in glob.glob(os.path.join(introspected, "sklearn-*.json"))]
    return sorted(found, key=lambda d: version_key(d["version"]))


def plain(module):
    """A module's name without the underscores that versions added and removed."""
    return ".".join(part.strip("_") for part in module.split("."))


class Classes:
    """Every spelling of every class, united over versions."""

    def __init__(self, versions, catalogue):
        self.seen = collections.OrderedDict()  # "module:name" -> facts, newest version last
        self.public = {}
        for described in versions:
            for key, facts in described["classes"].items():
                self.seen.setdefault(key, []).append(facts)
            for key, where in described["public"].items():
                good = [m for m, exported in where if exported] or [m for m, _ in where]
                self.public[key] = min(good, key=lambda m: (m.count("."), m))
        self.keys = collections.defaultdict(set)       # state keys of real files, by "module:name"
        self.ref_keys = collections.defaultdict(set)   # those that hold references
        self.union = json.load(open(os.path.join(catalogue, "union.json")))
        for path in glob.glob(os.path.join(catalogue, "[01].*.json")):
            self.read_catalogue(json.load(open(path)))

    def callable_class(self, key):
        return any(f["callable"] for f in self.seen.get(key, []))

    def read_catalogue(self, run):
        for section, field in (("estimators", "attrs"), ("objects", "state")):
            for key, facts in run[section].items():
                for name, types in facts[field].items():
                    self.keys[key].add(name)
                    named = set(re.findall(r"[A-Za-z_][\w.]*:\w+", " ".join(types)))
                    if any("ref " in t for t in types) or any(self.callable_class(n) for n in named):
                        self.ref_keys[key].add(name)

    def canonical(self, key):
        module, name = key.split(":")
        if key in choice.PATHS:
            return choice.PATHS[key]
        if key in self.public and not name.startswith("_"):
            return self.public[key] + "." + name
        same = [k for k in self.seen if k.endswith(":" + name) and plain(k.split(":")[0]) == plain(module)]
        for k in reversed(same):
            if k in self.public and not name.startswith("_"):
                return self.public[k] + "." + name
        return (same[-1] if same else key).replace(":", ".")

    def wanted(self):
        """Canonical path -> its spellings."""
        groups = collections.defaultdict(set)
        names = {k.replace(" ", ":") for k in self.union["globals"]}
        for key in set(self.seen) | {n for n in names if n.startswith("sklearn.")}:
            if choice.lists(key, self.seen.get(key, []), key in names and self.is_class(key)):
                groups[self.canonical(key)].add(key)
        return groups

    def is_class(self, key):
        uses = self.union["globals"].get(key.replace(":", " "), {}).get("uses", [])
        return any(use.startswith(("NEWOBJ", "BUILD(dict)")) for use in uses)


def short(base):
    return base.split(":")[1]


def describe(classes, path, spellings):
    facts = [f for key in sorted(spellings) for f in classes.seen.get(key, [])]
    bases, own = [], set()
    for fact in facts:
        own.update(fact["members"])
        for base in fact["bases"]:
            if base not in bases and base not in spellings and base in classes.seen and not base.startswith(("abc:", "typing:", "builtins:")):
                bases.append(base)
    keys = set().union(*[classes.keys[s] for s in spellings]) | {p for f in facts for p in f["params"]}
    refs = set().union(*[classes.ref_keys[s] for s in spellings]) | {p for f in facts for p in f["callableParams"]}
    name = path.rsplit(".", 1)[1]
    for pattern, extra in choice.REFS:
        if re.fullmatch(pattern, name):
            refs.update(extra.split())
    for param, fitted in choice.FITTED_REFS.items():
        if param in refs:
            refs.update(fitted.split())
    estimator = any(b == "sklearn.base:BaseEstimator" for f in facts for b in f["bases"])
    return {"path": path, "spellings": spellings, "bases": bases, "own": own, "keys": keys, "refs": refs - {"steps"},
            "estimator": estimator and not name.startswith("_"), "callable": any(f["callable"] for f in facts), "facts": facts}


def quoted(text):
    return json.dumps(text)


def emit_row(row, sets, shared):
    lines = ["  {", f"    path: {quoted(row['path'])},"]
    modules = sorted({s.split(":")[0] for s in row["spellings"]} | choice.MODULES.get(row["path"], set()))
    lines.append(f"    at: {quoted(' '.join(modules))},")
    names = sorted({s.split(":")[1] for s in row["spellings"]} - {row["path"].rsplit('.', 1)[1]})
    if names:
        lines.append(f"    names: {quoted(' '.join(names))},")
    for field, value in choice.FORMS.get(row["path"], {}).items():
        lines.append(f"    {field}: {quoted(value)},")
    labels = sorted({short(b) for b in row["bases"]} & shared)
    own = set(row["own"]).union(*[sets[short(b)] for b in row["bases"] if short(b) not in shared])
    everything = own.union(*[sets[label] for label in labels])
    if labels:
        lines.append(f"    bases: {quoted(' '.join(labels))},")
    own -= row["keys"]
    if own:
        lines.append(f"    members: {quoted(' '.join(sorted(own)))},")
    clash = sorted(row["keys"] & everything - (own if not labels else set()) & set().union(*[sets[l] for l in labels])) if labels else []
    if clash:
        lines.append(f"    keys: {quoted(' '.join(clash))},")
    if row["refs"]:
        lines.append(f"    refs: {quoted(' '.join(sorted(row['refs'])))},")
    for flag in ("estimator", "callable"):
        if row[flag]:
            lines.append(f"    {flag}: true,")
    lines.append("  },")
    return lines


def emit(rows, classes):
    sets = collections.defaultdict(set)
    uses = collections.Counter()
    for row in rows:
        for label in {short(b) for b in row["bases"]}:
            uses[label] += 1
        for base in row["bases"]:
            for fact in classes.seen[base]:
                sets[short(base)].update(fact["members"])
    shared = {label for label, n in uses.items() if n > 1 and sets[label]}
    files = collections.defaultdict(list)
    for row in rows:
        files[choice.file_of(row["path"])].append(row)
    for name, members in sorted(files.items()):
        const = name.upper().replace("-", "_")
        body = [choice.HEADS.get(name, choice.HEAD).format(package=name.replace("-", " ")), 'import type { ClassRow } from "../rows.js";', "",
                f"/** {name.replace('-', ' ')}: every spelling since 0.17. */", f"export const {const}: readonly ClassRow[] = ["]
        for row in sorted(members, key=lambda r: r["path"]):
            body += emit_row(row, sets, shared)
        body.append("];")
        open(os.path.join(OUT, name + ".ts"), "w").write("\n".join(body) + "\n")
    write_members(sets, shared)
    return sorted(files)


def write_members(sets, shared):
    body = [choice.MEMBERS_HEAD, 'import type { MemberSets } from "../rows.js";', "",
            "/** Base class to the methods and properties that it had in any version. */", "export const SKLEARN_MEMBERS: MemberSets = {"]
    body += [f"  {label}: {quoted(' '.join(sorted(sets[label])))}," for label in sorted(shared)]
    body.append("};")
    open(os.path.join(OUT, "sklearn-members.ts"), "w").write("\n".join(body) + "\n")


def main(catalogue, introspected):
    classes = Classes(load(introspected), catalogue)
    rows = [describe(classes, path, spellings) for path, spellings in classes.wanted().items()]
    print("\n".join(emit(rows, classes)), len(rows), "classes")
    for row in rows:
        special = sorted({s for f in row["facts"] for s in f["special"]} - {"__getstate__", "__call__", "__slots__"})
        if special and row["path"] not in choice.FORMS:
            print("look at", row["path"], special)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
