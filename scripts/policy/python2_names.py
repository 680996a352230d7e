"""Writes sandbox/policy/python2-names.ts from CPython's own `_compat_pickle`.

Usage: python3 scripts/policy/python2_names.py > sandbox/policy/python2-names.ts

The unpickler looks a (module, name) pair up in NAME_MAPPING first; only if it is not there, the module alone is
looked up in IMPORT_MAPPING. NAME_MAPPING already holds the renames of the `exceptions` module (PYTHON2_EXCEPTIONS)
and of `multiprocessing` that CPython adds at import. Run it with 3.8 to 3.12: 3.13 dropped the one row `Tix`.
"""

import _compat_pickle
import json

HEAD = """/**
 * Python 2's module and name renames as CPython's unpickler applies them while the protocol is below 3
 * (`fix_imports`): first the pair in `names`, else the module in `modules`. Made by
 * scripts/policy/python2_names.py from `_compat_pickle` of 3.11 (3.13 dropped the row `Tix`, the rest is equal).
 * Refuses nothing: a renamed name is looked up in the policy like any other. Keys come from files, so look them up with `Object.hasOwn`.
 */
"""


def table(name, doc, rows):
    lines = [f"/** {doc} */", f"const {name}: Readonly<Record<string, string>> = {{"]
    for key, value in sorted(rows):
        lines.append(f"  {json.dumps(key)}: {json.dumps(value)},")
    lines.append("};")
    return "\n".join(lines)


def main():
    modules = _compat_pickle.IMPORT_MAPPING.items()
    names = [(" ".join(k), " ".join(v)) for k, v in _compat_pickle.NAME_MAPPING.items()]
    print(HEAD)
    print(table("MODULES", "Old module to new module.", modules))
    print()
    print(table("NAMES", 'Old `"module name"` to new `"module name"`.', names))
    print()
    print("/** The renames of Python 2, by module and by (module, name) pair. */")
    print("export const PYTHON2_NAMES: {")
    print("  readonly modules: Readonly<Record<string, string>>;")
    print("  readonly names: Readonly<Record<string, string>>;")
    print("} = Object.freeze({ modules: Object.freeze(MODULES), names: Object.freeze(NAMES) });")


if __name__ == "__main__":
    main()
