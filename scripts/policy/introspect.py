"""Describes the classes and functions of an installed package as JSON. Run by describe.py, united by unite.py.

Usage: python introspect.py sklearn > out.json   (in an environment that has the version in question)

For each class defined in the package: where it lives, its bases, its own methods and properties, which special
methods it defines that matter to a loader, and the parameters that may hold a callable. For each public module: what
names it exports. Runs with Python 3.6 to 3.14. It imports the package and nothing from any model file.
"""

import importlib
import inspect
import json
import pkgutil
import sys
import warnings

warnings.simplefilter("ignore")

SPECIAL = ("__call__", "__setstate__", "__getstate__", "__reduce__", "__reduce_ex__", "__new__", "__del__", "__getattr__",
           "__getattribute__", "__setattr__", "__setitem__", "__getnewargs__", "__getnewargs_ex__", "__slots__")
SKIPPED = ("tests", "conftest", "externals", "setup", "_build_utils", "_build", "_emulator", "_lib")


def modules(package):
    """All importable modules of the package but its tests and vendored code."""
    yield package
    for info in pkgutil.walk_packages(package.__path__, package.__name__ + ".", onerror=lambda name: None):
        if any(part in SKIPPED for part in info.name.split(".")):
            continue
        try:
            yield importlib.import_module(info.name)
        except BaseException:  # a module for another platform or an optional dependency
            continue


def is_member(value):
    """A method, property or other descriptor: what an instance attribute of the same name would shadow."""
    return callable(value) or hasattr(type(value), "__get__")


def own_members(cls):
    return sorted(n for n, v in vars(cls).items() if not (n.startswith("__") and n.endswith("__")) and is_member(v))


def callable_params(cls):
    """Parameters that sklearn itself declares as callables or as numpy types."""
    found = []
    for name, rules in (getattr(cls, "_parameter_constraints", None) or {}).items():
        if isinstance(rules, (list, tuple)) and any(rule is callable or str(rule) in ("no_validation", "scorer") for rule in rules):
            found.append(name)
    return sorted(found)


def init_params(cls):
    try:
        return [p for p in inspect.signature(cls.__init__).parameters if p not in ("self", "args", "kwargs")]
    except (TypeError, ValueError):
        return []


def describe(cls):
    return {
        "bases": [b.__module__ + ":" + b.__name__ for b in cls.__mro__[1:] if b is not object],
        "members": own_members(cls),
        "special": sorted(n for n in SPECIAL if n in vars(cls)),
        "callable": any("__call__" in vars(b) for b in cls.__mro__ if b is not object),
        "params": init_params(cls),
        "callableParams": callable_params(cls),
        "abstract": sorted(getattr(cls, "__abstractmethods__", ())),
    }


def main(name):
    package = importlib.import_module(name)
    classes, functions, public = {}, {}, {}
    for module in modules(package):
        is_public = not any(part.startswith("_") for part in module.__name__.split("."))
        exported = getattr(module, "__all__", None)
        for attribute, value in list(vars(module).items()):
            home = getattr(value, "__module__", None)
            if not isinstance(home, str) or not (home == name or home.startswith(name + ".") or home == "_loss"):
                continue
            if getattr(value, "__name__", None) != attribute:
                continue
            key = home + ":" + attribute
            if inspect.isclass(value):
                classes.setdefault(key, describe(value))
                for base in value.__mro__:
                    classes.setdefault(base.__module__ + ":" + base.__name__, describe(base))
            elif callable(value):
                functions.setdefault(key, type(value).__name__)
            if is_public and (exported is None or attribute in exported):
                public.setdefault(key, []).append([module.__name__, exported is not None])
    json.dump({"version": package.__version__, "python": sys.version.split()[0], "classes": classes,
               "functions": functions, "public": public}, sys.stdout, indent=0, sort_keys=True)


if __name__ == "__main__":
    main(sys.argv[1])
