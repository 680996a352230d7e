"""The rows of the libraries beside sklearn and the members of their bases, from the inputs and neighbour_choice.py.

Called by `make.py`. A class's spellings are the modules that one after the other defined a class of its name; two
that one version has both of are two classes. Members of sklearn's classes are those of all versions, by name.
"""

import collections
import re

import neighbour_choice as choice
from written import home, last, version_key, words

ESTIMATOR = "sklearn.base:BaseEstimator"
# What sklearn's metadata routing makes for methods that take more than X and y.
REQUESTS = "sklearn.requests"
ROUTED = "fit partial_fit predict predict_proba predict_log_proba decision_function score split transform inverse_transform"


def set_of(facts, field):
    return set(facts.get(field, "").split())


class Sklearn:
    """Members of sklearn's classes with those of their bases, by class name."""

    def __init__(self, described, catalogue):
        self.described, self.catalogue = described, catalogue
        self.named = collections.defaultdict(list)
        for key in described:
            if key.startswith("sklearn."):
                self.named[last(key)].append(key)

    def members(self, name):
        found = set()
        for key in self.named[name]:
            for one in [key, *set_of(self.described[key], "bases")]:
                found |= set_of(self.described.get(one, {}), "members")
        return found

    def stored(self, name):
        """What real files of it, or of what it is derived from, have as state although a version has a member of that name."""
        facts = [(self.described[key], self.catalogue.get(key, {})) for key in self.named[name]]
        return set().union(*(set_of(described, "params") | set_of(held, "keys") for described, held in facts))

    def is_estimator(self, name):
        return name == "BaseEstimator" or any(ESTIMATOR in set_of(self.described[key], "bases") for key in self.named[name])

    def special(self, name):
        """Special methods of a concrete class; BaseEstimator's own `__setstate__` is what this policy is made for."""
        keys = [key for key in self.named[name] if name != "BaseEstimator"]
        return set().union(*(set_of(self.described[key], "special") for key in keys)) - choice.HARMLESS


class Library:
    """The classes of one library."""

    def __init__(self, package, described, sklearn):
        self.package, self.described, self.sklearn = package, described, sklearn
        for key, names in choice.NOT_STATE.items():
            if key in described:
                described[key]["members"] = words(set_of(described[key], "members") | set(names.split()))

    def inherited(self, keys):
        """Bases of its own, and names of sklearn's."""
        bases = set().union(*(set_of(self.described[key], "bases") for key in keys))
        own = {b for b in bases if b in self.described}
        foreign = {last(b) for b in bases if b not in self.described and home(b).split(".")[0] == "sklearn" and self.sklearn.named[last(b)]}
        unknown = {b for b in bases if b not in self.described and last(b) not in foreign} - choice.PLAIN_BASES
        return own, foreign, unknown

    def why_not(self, key):
        """Why a class is not listed; an empty text when it is."""
        path = key.replace(":", ".")
        own, foreign, unknown = self.inherited([key])
        if any(re.fullmatch(pattern, path) for pattern in choice.REFUSED):
            return "refused"
        estimator = any(self.sklearn.is_estimator(name) for name in foreign)
        if not estimator and not re.fullmatch(choice.HELPERS.get(self.package, ""), path):
            return "no estimator"
        if path in choice.READ:
            return ""
        if unknown:
            return "bases: " + words(unknown)
        special = set().union(*(set_of(self.described[k], "special") for k in [key, *own])) - choice.HARMLESS - choice.HARMLESS_IN.get(self.package, set())
        special = {s for s in special if not s.startswith("setter:")}.union(*(self.sklearn.special(name) for name in foreign))
        return "special: " + words(special) if special else ""

    def groups(self):
        """Lists of spellings: modules that had the class one after the other."""
        named = collections.defaultdict(list)
        for key in sorted(self.described, key=lambda k: (version_key(self.described[k]["since"]), k)):
            if self.why_not(key) == "":
                named[last(key)].append(key)
        for keys in named.values():
            chains = []
            for key in keys:
                since = version_key(self.described[key]["since"])
                chain = next((c for c in chains if version_key(self.described[c[-1]]["until"]) < since), None)
                chains.append([key]) if chain is None else chain.append(key)
            yield from chains

    def path(self, key):
        public = self.described[key]["public"]
        own = not any(part.startswith("_") for part in home(key).split(".")) and public.count(".") >= home(key).count(".")
        module = home(key) if own or self.package in choice.BY_MODULE else public
        return module + "." + last(key)

    def row(self, keys):
        own, foreign, _ = self.inherited(keys)
        facts = [self.described[key] for key in keys]
        related = facts + [self.described[base] for base in own]
        setters = {s[7:] for f in related for s in set_of(f, "special") if s.startswith("setter:")}
        labels = {f"sklearn.{name}" for name in foreign if self.sklearn.members(name)} | {f"{self.package}.{last(base)}" for base in own if set_of(self.described[base], "members")}
        estimator = any(self.sklearn.is_estimator(name) for name in foreign)
        members = set().union(*(set_of(f, "members") for f in facts))
        inherited = set().union(*(set_of(self.described[b], "members") for b in own), *(self.sklearn.members(name) for name in foreign))
        keys_of_some = set().union(*(set_of(f, "params") | set_of(f, "stored") for f in related), *(self.sklearn.stored(name) for name in foreign)) & (members | inherited)
        path = self.path(keys[-1])
        fields = {
            "path": path,
            "at": words({home(k) for k in keys}),
            **choice.READ.get(keys[-1].replace(":", "."), {}),
            "bases": words(labels | ({REQUESTS} if estimator else set())),
            "members": words(members - inherited),
            "keys": words(keys_of_some - setters - choice.METHODS),
            "refs": words({ref for pattern, refs in choice.REFS if re.fullmatch(pattern, path) for ref in refs.split()}),
            "estimator": estimator and not last(keys[-1]).startswith("_"),
            "callable": any("__call__" in set_of(f, "special") for f in related),
        }
        for pattern, more in choice.STORED:
            if re.fullmatch(pattern, path):
                fields.update({field: words(set_of(fields, field) | set(names.split())) for field, names in more.items()})
        return {field: value for field, value in fields.items() if value not in ("", False)}


def member_sets(libraries, rows, sklearn):
    used = sorted({label for found in rows.values() for row in found for label in row.get("bases", "").split()})
    sets = {REQUESTS: {f"set_{method}_request" for method in ROUTED.split()}}
    for label in used:
        package, name = label.split(".")
        if package == "sklearn":
            sets.setdefault(label, sklearn.members(name))
        else:
            described = libraries[package].described
            sets[label] = set().union(*(set_of(described[key], "members") for key in described if last(key) == name))
    return {label: words(sets[label]) for label in used}


def made(described, sklearn_classes, catalogue):
    """Rows by library, members by base class, and what is not listed and why."""
    sklearn = Sklearn(sklearn_classes, catalogue)
    libraries = {package: Library(package, described[package], sklearn) for package in sorted(described)}
    rows = {package: sorted((library.row(keys) for keys in library.groups()), key=lambda row: row["path"]) for package, library in libraries.items()}
    left = [(key.replace(":", "."), why) for library in libraries.values() for key in library.described for why in [library.why_not(key)] if why not in ("", "no estimator")]
    return rows, member_sets(libraries, rows, sklearn), left
