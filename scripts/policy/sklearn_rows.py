"""The rows of sklearn's classes and the members of their bases, from the inputs and the decisions of sklearn_choice.py.

What is listed, and why, is decided there; this only groups a class's spellings, unites their members, and takes away
the names that real files have as state keys. Called by `make.py`.
"""

import collections
import re

import sklearn_choice as choice
from written import home, last, version_key, words


class Classes:
    """Every spelling of every class, with its facts and what real files hold in its state."""

    def __init__(self, described, catalogue):
        self.facts = described
        self.catalogue = catalogue
        # In the order in which versions brought them, so that the last of several is the newest.
        self.order = sorted(described, key=lambda key: (version_key(described[key]["since"]), key))
        self.public = {key: facts["public"] for key, facts in described.items() if "public" in facts}

    def set_of(self, key, field):
        return set(self.facts.get(key, {}).get(field, "").split())

    def state(self, key, field):
        return set(self.catalogue.get(key, {}).get(field, "").split())

    def canonical(self, key):
        """The path under which the table shows it: the newest public one of the same name."""
        if key in choice.PATHS:
            return choice.PATHS[key]
        name = last(key)
        same = [k for k in self.order if last(k) == name and choice.plain(home(k)) == choice.plain(home(key))]
        if not name.startswith("_"):
            for found in [key, *reversed(same)]:
                if found in self.public:
                    return self.public[found] + "." + name
        return (same[-1] if same else key).replace(":", ".")

    def wanted(self):
        """Canonical path → its spellings."""
        groups = collections.defaultdict(set)
        for key in set(self.facts) | set(self.catalogue):
            if choice.lists(key, self.facts.get(key), self.catalogue.get(key, {}).get("made", False)):
                groups[self.canonical(key)].add(key)
        return groups


def references(classes, path, spellings):
    """State keys under which a reference may stand."""
    refs = set().union(*(classes.state(s, "refs") | classes.set_of(s, "callableParams") for s in spellings))
    for pattern, extra in choice.REFS:
        if re.fullmatch(pattern, path.rsplit(".", 1)[1]):
            refs.update(extra.split())
    for param, fitted in choice.FITTED_REFS.items():
        if param in refs:
            refs.update(fitted.split())
    return refs - {"steps"}


def describe(classes, path, spellings):
    every = set().union(*(classes.set_of(s, "bases") for s in spellings))
    facts = [classes.facts[s] for s in spellings if s in classes.facts]
    return {
        "path": path,
        "spellings": spellings,
        "bases": {b for b in every if b not in spellings and b in classes.facts and not b.startswith(("abc:", "typing:", "builtins:"))},
        "own": set().union(*(classes.set_of(s, "members") for s in spellings)),
        "keys": set().union(*(classes.state(s, "keys") | classes.set_of(s, "params") for s in spellings)),
        "refs": references(classes, path, spellings),
        "estimator": "sklearn.base:BaseEstimator" in every and not path.rsplit(".", 1)[1].startswith("_"),
        "callable": any(f.get("callable", False) for f in facts),
        "special": set().union(*(classes.set_of(s, "special") for s in spellings)) - {"__getstate__", "__call__", "__slots__"},
    }


class Members:
    """Methods and properties by base class; those of a base of one class only stand in that class's row."""

    def __init__(self, classes, found):
        self.sets = collections.defaultdict(set)
        uses = collections.Counter()
        for one in found:
            uses.update({last(base) for base in one["bases"]})
            for base in one["bases"]:
                self.sets[last(base)].update(classes.set_of(base, "members"))
        self.shared = {label for label, n in uses.items() if n > 1 and self.sets[label]}


def row(one, members):
    """The row as it is written; a field that says nothing is left out."""
    path = one["path"]
    labels = sorted({last(b) for b in one["bases"]} & members.shared)
    inherited = set().union(*(members.sets[label] for label in labels))
    own = one["own"].union(*(members.sets[last(b)] for b in one["bases"] if last(b) not in members.shared)) - one["keys"]
    fields = {
        "path": choice.SHOWN_AS.get(path, path),
        "at": words({home(s) for s in one["spellings"]}),
        "names": words({last(s) for s in one["spellings"]} - {path.rsplit(".", 1)[1]}),
        **choice.FORMS.get(path, {}),
        "bases": " ".join(labels),
        "members": words(own),
        "keys": words(one["keys"] & inherited),
        "refs": words(one["refs"]),
        "estimator": one["estimator"],
        "callable": one["callable"],
    }
    return {field: value for field, value in fields.items() if value not in ("", False)}


def exceptions():
    return [
        {"path": "sklearn.exceptions." + name, "at": choice.EXCEPTIONS_AT, "form": "call", "call": "exception", "members": choice.EXCEPTION_MEMBERS}
        for name in choice.EXCEPTIONS
    ]


def made(described, catalogue):
    """Rows of classes in the order of packages and paths, members by base class, and what asks for a look."""
    classes = Classes(described, catalogue)
    found = [describe(classes, path, spellings) for path, spellings in classes.wanted().items()]
    members = Members(classes, found)
    rows = [(choice.package(one["path"]), row(one, members)) for one in sorted(found, key=lambda one: one["path"])]
    rows += [("exceptions", one) for one in exceptions()]
    rows.sort(key=lambda pair: pair[0])
    look = sorted((one["path"], words(one["special"])) for one in found if one["special"] and one["path"] not in choice.FORMS)
    return [fields for _, fields in rows], {label: words(members.sets[label]) for label in sorted(members.shared)}, look
