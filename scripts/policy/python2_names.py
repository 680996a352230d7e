"""Python 2's module and name renames, from CPython's own `_compat_pickle`. Called by `make.py`.

The unpickler looks a (module, name) pair up in NAME_MAPPING first; only if it is not there, the module alone is
looked up in IMPORT_MAPPING. NAME_MAPPING already holds the renames of the `exceptions` module (PYTHON2_EXCEPTIONS)
and of `multiprocessing` that CPython adds at import. They are the same in 3.6 to 3.13 but for one row.
"""

import _compat_pickle

# 3.13 dropped this row with the module; files that older ones wrote stay as they are.
DROPPED = {"Tix": "tkinter.tix"}


def made():
    """`modules`: old module to new module; `names`: old `module name` to new `module name`."""
    names = {" ".join(old): " ".join(new) for old, new in _compat_pickle.NAME_MAPPING.items()}
    return {"modules": dict(sorted({**DROPPED, **_compat_pickle.IMPORT_MAPPING}.items())), "names": dict(sorted(names.items()))}
