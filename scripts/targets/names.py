"""Where today's Python defines what the policy lists: src/targets/parts/python/names.json.

usage: npx tsx scripts/targets/candidates.ts | python scripts/targets/names.py > src/targets/parts/python/names.json

To be run with the sklearn of src/migrate/target.ts installed (npm run python-env). A pickler names classes and functions by
the module that defines them, and skops trusts them under that name only; the neutral format has the newest public path.
Of the spellings that the policy lists for a path, the one is taken under which Python finds the object and the object says
to be; else the public one. Names that are found nowhere are left out: they have no counterpart.
"""
import importlib
import json
import sys
import warnings

warnings.filterwarnings("ignore")


def found(key):
    module, name = key.split(" ")
    try:
        value = importlib.import_module(module)
        for part in name.split("."):
            value = getattr(value, part)
    except (ImportError, AttributeError):
        return None
    return value


def says(value, key):
    return "%s %s" % (getattr(value, "__module__", None), getattr(value, "__qualname__", None)) == key


def chosen(path, keys):
    there = [(key, value) for key in sorted(keys) for value in [found(key)] if value is not None]
    own = [key for key, value in there if says(value, key)]
    public = [key for key, _ in there if key.replace(" ", ".") == path]
    # numpy.max is also called amax, and either says to be itself: the public name of two. The standard library's own
    # modules are another in each Python.
    if not path.startswith(("sklearn.", "scipy.", "numpy.")):
        own = []
    return ([key for key in own if key in public] + own + public + [key for key, _ in there] + [None])[0]


def main():
    rows = {}
    for path, keys in sorted(json.load(sys.stdin).items()):
        key = chosen(path, keys)
        if key is None:
            continue
        module, name = key.split(" ")
        last = path.rsplit(".", name.count(".") + 1)
        word = name if ".".join(last[1:]) == name else "%s=%s" % (name, path)
        rows.setdefault((module, last[0] if "=" not in word else ""), []).append(word)
    lines = [json.dumps({"at": at, "public": public, "names": " ".join(names)}) for (at, public), names in sorted(rows.items())]
    sys.stdout.write("[\n%s\n]\n" % ",\n".join(lines))


main()
