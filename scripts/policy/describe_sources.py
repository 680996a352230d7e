"""Describes the classes of the libraries beside sklearn from their sources, version by version, and unites the versions.

Usage: python3 scripts/policy/describe_sources.py FOLDER > scripts/policy/inputs/neighbours.json

`FOLDER/<distribution>/<version>/` is an unpacked wheel or source archive (`pip download --no-deps`). Nothing of it is
imported or run: the sources are parsed, so old versions need neither their Python nor their sklearn. A class is known
by the module that defines it, which is how pickles name it. What is kept of it: its bases by resolved names, its
methods and properties, the special methods that a loader would run, the parameters of `__init__`, and the attributes
that its methods store. A file that today's Python does not parse is parsed as Python 2 by lib2to3 where that is there.
"""

import ast
import json
import os
import sys
import warnings

from neighbour_choice import DISTRIBUTIONS
from written import grouped, version_key

warnings.simplefilter("ignore")

SPECIAL = {"__setstate__", "__reduce__", "__reduce_ex__", "__new__", "__del__", "__getattr__", "__getattribute__", "__setattr__",
           "__setitem__", "__getnewargs__", "__getnewargs_ex__", "__slots__", "__init_subclass__", "__class_getitem__", "__set_name__"}
SKIPPED = {"tests", "test", "testing", "conftest", "setup", "docs", "doc", "examples", "build", "benchmarks"}


def python2(text):
    """Python 2's source as Python 3's, null where nothing can do that."""
    try:
        from lib2to3 import refactor
        fixes = ["lib2to3.fixes.fix_" + name for name in ("print", "except", "raise", "exec", "tuple_params", "ne", "repr", "numliterals", "backtick")
                 if os.path.exists(os.path.join(os.path.dirname(refactor.__file__), "fixes", "fix_" + name + ".py"))]
        return str(refactor.RefactoringTool(fixes).refactor_string(text + "\n", "source"))
    except Exception:  # no lib2to3, or no Python at all
        return None


def parsed(text, path):
    for make in (lambda: text, lambda: python2(text)):
        try:
            return ast.parse(make() or "no source:")
        except SyntaxError:
            continue
    print("not parsed:", path, file=sys.stderr)
    return None


KNOWN = {}


def module_facts(path, module, is_package):
    """What the names of a module stand for and its classes. Most files are the same in many versions: each is read once."""
    with open(path, encoding="utf-8-sig", errors="replace") as file:
        text = file.read()
    key = (module, is_package, hash(text))
    if key not in KNOWN:
        tree = parsed(text, path)
        if tree is None:
            return None
        names = names_of(module, tree, is_package)
        KNOWN[key] = names, [(node.name, class_facts(node, names)) for node in statements(tree.body) if isinstance(node, ast.ClassDef)]
    return KNOWN[key]


def modules(folder, package):
    """Module name → its facts, for the package wherever in the archive it lies."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(f for f in folders if f not in SKIPPED)
        if os.path.basename(root) == package and "__init__.py" in files:
            break
    else:
        return {}
    found = {}
    for at, folders, files in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in SKIPPED)
        inner = [package] + [p for p in os.path.relpath(at, root).split(os.sep) if p != "."]
        for name in sorted(files):
            stem = name[:-3]
            if not name.endswith(".py") or stem in SKIPPED or stem.startswith("test_"):
                continue
            module = ".".join(inner if stem == "__init__" else inner + [stem])
            facts = module_facts(os.path.join(at, name), module, stem == "__init__")
            if facts is not None:
                found[module] = facts
    return found


def statements(body):
    """Statements of a module or class, those of `if` and `try` too."""
    for node in body:
        yield node
        if isinstance(node, (ast.If, ast.Try)):
            inner = node.body + node.orelse + getattr(node, "finalbody", [])
            for handler in getattr(node, "handlers", []):
                inner = inner + handler.body
            yield from statements(inner)


def absolute(module, is_package, node):
    """The module that `from … import` names."""
    if node.level == 0:
        return node.module or ""
    parts = module.split(".")
    parts = parts[: len(parts) - node.level + (1 if is_package else 0)]
    return ".".join(parts + ([node.module] if node.module else []))


def names_of(module, tree, is_package):
    """What the names of a module stand for: `module:name`, or `module:` for a module."""
    found = {}
    for node in statements(tree.body):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                found[alias.asname or alias.name] = absolute(module, is_package, node) + ":" + alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                found[alias.asname or alias.name.split(".")[0]] = (alias.name if alias.asname else alias.name.split(".")[0]) + ":"
        elif isinstance(node, ast.ClassDef):
            found[node.name] = module + ":" + node.name
    return found


def dotted(node):
    """`a.b.C` as its parts, null for any other expression."""
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    return [node.id] + parts[::-1] if isinstance(node, ast.Name) else None


def bases_of(node):
    """The expressions of a class's bases; of six's `with_metaclass(ABCMeta, …)` what it stands around."""
    for base in node.bases:
        called = dotted(base.func) if isinstance(base, ast.Call) else None
        abstract = called is not None and called[-1] == "with_metaclass" and (dotted(base.args[0]) or [""])[-1] == "ABCMeta"
        yield from base.args[1:] if abstract else [base]


def base_name(node, names):
    """A base class by its resolved name; UNKNOWN for an expression, which no choice lists."""
    parts = dotted(node.value if isinstance(node, ast.Subscript) else node)
    if parts is None:
        return UNKNOWN
    target = names.get(parts[0])
    if target is None:
        return "builtins:" + parts[0] if len(parts) == 1 else UNKNOWN
    home, name = target.split(":", 1)
    path = [p for p in home.split(".") + [name] + parts[1:] if p]
    return ".".join(path[:-1]) + ":" + path[-1]


UNKNOWN = "?:?"
PLAIN = (ast.Constant, ast.List, ast.Tuple, ast.Dict, ast.Set, ast.UnaryOp, ast.BinOp)


def stored(function):
    """Attributes that a method stores on its first argument."""
    first = function.args.args[0].arg if function.args.args else None
    for node in ast.walk(function):
        targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, (ast.AnnAssign, ast.AugAssign)) else []
        for target in targets:
            for one in ast.walk(target):
                if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == first:
                    yield one.attr


def class_facts(node, names):
    facts = {"bases": [base_name(base, names) for base in bases_of(node)], "members": set(), "special": set(), "params": set(), "stored": set()}
    if node.keywords and any(k.arg != "metaclass" or (dotted(k.value) or [""])[-1] != "ABCMeta" for k in node.keywords):
        facts["special"].add("metaclass")
    for part in statements(node.body):
        if isinstance(part, (ast.FunctionDef, ast.AsyncFunctionDef)):
            facts["members"].add(part.name)
            facts["special"].update({part.name} & (SPECIAL | {"__call__"}))
            decorators = {parts[-1] for parts in map(dotted, part.decorator_list) if parts}
            if "setter" in decorators or "deleter" in decorators:
                facts["special"].add("setter:" + part.name)
            if part.name == "__init__":
                facts["params"].update(a.arg for a in part.args.args[1:] + part.args.kwonlyargs)
            if "staticmethod" not in decorators:
                facts["stored"].update(stored(part))
        elif isinstance(part, ast.ClassDef):
            facts["members"].add(part.name)
        elif isinstance(part, (ast.Assign, ast.AnnAssign)) and part.value is not None:
            for target in part.targets if isinstance(part, ast.Assign) else [part.target]:
                if not isinstance(target, ast.Name):
                    continue
                facts["special"].update({target.id} & SPECIAL)
                if target.id == "__metaclass__" and (dotted(part.value) or [""])[-1] != "ABCMeta":
                    facts["special"].add("metaclass")
                if not isinstance(part.value, PLAIN):
                    facts["members"].add(target.id)
    facts["members"] = {n for n in facts["members"] if not (n.startswith("__") and n.endswith("__"))}
    return facts


class Library:
    """One version of a library: its classes, and where a name that is only imported comes from."""

    def __init__(self, found):
        self.names = {module: names for module, (names, _) in found.items()}
        self.classes = {}
        for module, (_, classes) in found.items():
            for name, facts in classes:
                known = self.classes.get(module + ":" + name)
                # Two definitions under an `if` are united.
                self.classes[module + ":" + name] = facts if known is None else {field: known[field] + facts[field] if field == "bases" else known[field] | facts[field] for field in facts}

    def home(self, key):
        """The module that defines what a name stands for."""
        for _ in range(16):
            module, name = key.split(":", 1)
            if key in self.classes or module not in self.names or self.names[module].get(name, key) == key:
                return key
            key = self.names[module][name]
        return key

    def every_base(self, key):
        """Bases and their bases; of other libraries' classes their names alone."""
        seen, todo = [], list(self.classes[key]["bases"])
        while todo:
            base = self.home(todo.pop(0))
            if base in seen or base == key:
                continue
            seen.append(base)
            todo += self.classes[base]["bases"] if base in self.classes else []
        return seen

    def public(self, key):
        """The shortest module without underscores that has the class under its name."""
        name = key.split(":")[1]
        having = [m for m, names in self.names.items() if name in names and self.home(m + ":" + name) == key and not any(p.startswith("_") for p in m.split("."))]
        return min(having, key=lambda m: (m.count("."), m), default=key.split(":")[0])


def described(folder, distribution, package):
    united = {}
    for version in sorted(os.listdir(os.path.join(folder, distribution)), key=version_key):
        library = Library(modules(os.path.join(folder, distribution, version), package))
        print(distribution, version, len(library.classes), file=sys.stderr)
        for key in library.classes:
            facts = {**library.classes[key], "bases": set(library.every_base(key))}
            known = united.setdefault(key, {"since": version, "bases": set(), "members": set(), "special": set(), "params": set(), "stored": set()})
            for field in ("bases", "members", "special", "params", "stored"):
                known[field] |= facts[field]
            known["public"] = library.public(key)
            known["until"] = version
    return {key: {field: " ".join(sorted(v)) if isinstance(v, set) else v for field, v in facts.items() if v} for key, facts in sorted(united.items())}


def main(folder):
    found = {}
    for distribution, package in DISTRIBUTIONS.items():
        if os.path.isdir(os.path.join(folder, distribution)):
            found[package] = described(folder, distribution, package)
    sys.stdout.write(grouped(found))


if __name__ == "__main__":
    main(sys.argv[1])
