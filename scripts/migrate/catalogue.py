"""What today's scikit-learn makes of a class: where it is defined, its parameters with their defaults, what it stores.

Usage: python catalogue.py CATALOGUES < names.json > defaults.json     (in an environment that has the target's version)

`names.json`: {canonical path: [[module, name], ...]}, every spelling that the policy knows. CATALOGUES: a folder of
<version>.json with the attributes that each version was seen to store; what today's source never assigns is `gone`.
Imports scikit-learn and nothing from any model file.
"""

import ast
import importlib
import inspect
import json
import os
import sys
import textwrap
import warnings

import numpy as np
import sklearn

warnings.simplefilter("ignore")


def neutral(value):
    """A default as a neutral value; whole floats as {"$float": text}, which JSON would make ints. None where it has no form."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return {"$type": "float", "value": repr(value)}
        return {"$float": repr(value)} if value == int(value) else value
    if isinstance(value, tuple):
        return {"$type": "tuple", "items": [neutral(item) for item in value]}
    if isinstance(value, list):
        return [neutral(item) for item in value]
    if isinstance(value, type) and issubclass(value, np.generic):
        return {"$type": "global", "name": "numpy." + value.__name__}
    if callable(value) and getattr(np, getattr(value, "__name__", ""), None) is value:
        return {"$type": "global", "name": "numpy." + value.__name__}
    if inspect.isfunction(value) and value.__module__.startswith("sklearn."):
        return {"$type": "global", "name": public(value)}
    if isinstance(value, dict) and not value:
        return {}
    raise ValueError("no form for the default %r" % (value,))


def public(function):
    """The shortest public path of a function."""
    parts = function.__module__.split(".")
    for end in range(1, len(parts) + 1):
        path = ".".join(parts[:end])
        if not any(p.startswith("_") for p in parts[:end]) and getattr(importlib.import_module(path), function.__name__, None) is function:
            return path + "." + function.__name__
    raise ValueError("no public path for %r" % (function,))


def find(spellings):
    """The class under the module that defines it, None when it is gone."""
    for module, name in spellings:
        try:
            found = getattr(importlib.import_module(module), name, None)
        except Exception:
            continue
        if inspect.isclass(found) and found.__module__ == module and found.__name__ == name:
            return found
    return None


def parameters(cls):
    """Constructor parameters with defaults, in order; those without one have no entry."""
    init = inspect.signature(cls.__init__).parameters
    return {
        name: neutral(p.default)
        for name, p in init.items()
        if name != "self" and p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY) and p.default is not p.empty
    }


def stores(cls):
    """Every attribute that a method of the class or of its bases assigns, deletes or takes from another estimator."""
    names = set()
    for base in cls.__mro__:
        if not base.__module__.startswith("sklearn."):
            continue
        try:
            tree = ast.parse(textwrap.dedent(inspect.getsource(base)))
        except (OSError, TypeError):
            continue
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
                names.add(node.attr)
            elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "setattr" and isinstance(node.args[1], ast.Constant):
                names.add(node.args[1].value)
    return names


def seen(folder):
    """(module, name) → attributes that old versions stored, and those that the target's stored."""
    old, new = {}, {}
    for file in sorted(os.listdir(folder)):
        version = file[: -len(".json")]
        if not version[0].isdigit():
            continue
        with open(os.path.join(folder, file)) as stream:
            read = json.load(stream)
        into = new if version == sklearn.__version__ else old
        for key, entry in read["estimators"].items():
            into.setdefault(tuple(key.split(":")), set()).update(entry["attrs"])
        for key, entry in read["objects"].items():
            into.setdefault(tuple(key.split(":")), set()).update(n for n in entry["state"] if not n.startswith("("))
    return old, new


def main(folder):
    old, new = seen(folder)
    classes = {}
    for path, spellings in sorted(json.load(sys.stdin).items()):
        cls = find(spellings)
        if cls is None:
            continue
        entry = {"module": cls.__module__}
        if cls.__name__ != path.rpartition(".")[2]:
            entry["name"] = cls.__name__
        if hasattr(cls, "get_params"):
            entry["estimator"] = hasattr(cls, "fit") or hasattr(cls, "get_metadata_routing")
            if hasattr(cls, "__sklearn_tags__") or hasattr(cls, "_get_tags"):
                entry["versioned"] = True
            entry["parameters"] = parameters(cls)
        required = {n for n in inspect.signature(cls.__init__).parameters} if hasattr(cls, "get_params") else set()
        kept = stores(cls) | required | new.get((cls.__module__, cls.__name__), set())
        was = set().union(*(old.get(tuple(one), set()) for one in spellings))
        gone = sorted(was - kept - {"_sklearn_version"})
        if gone:
            entry["gone"] = gone
        classes[path] = entry
    json.dump({"version": sklearn.__version__, "classes": classes}, sys.stdout, indent=None, separators=(",", ":"))


main(sys.argv[1])
