"""Describes scipy's sparse matrices, distributions and splines as JSON. Run by describe.py, united by unite.py.

Usage: python introspect_scipy.py > out.json   (in an environment that has the version in question; Python 3.6 to 3.14)
"""

import json
import sys
import warnings

warnings.simplefilter("ignore")

import scipy
import scipy.interpolate
import scipy.sparse
import scipy.stats._continuous_distns as continuous
import scipy.stats._discrete_distns as discrete
import scipy.stats._distn_infrastructure as infrastructure


def members(cls):
    """Methods and properties of a class and its bases."""
    out = set()
    for base in cls.__mro__:
        if base is not object:
            out.update(n for n, v in vars(base).items() if not (n.startswith("__") and n.endswith("__")) and (callable(v) or hasattr(type(v), "__get__")))
    return sorted(out)


def key(cls):
    return cls.__module__ + " " + cls.__name__


def main():
    found = {"version": scipy.__version__, "gen": {}, "sparse": {}, "frozen": {}, "spline": {}}
    for module in (continuous, discrete):
        for name, cls in vars(module).items():
            if isinstance(cls, type) and issubclass(cls, infrastructure.rv_generic) and cls.__module__ == module.__name__ and name.endswith("_gen"):
                found["gen"][key(cls)] = members(cls)
    for name in ("rv_frozen", "rv_continuous_frozen", "rv_discrete_frozen"):
        if hasattr(infrastructure, name):
            found["frozen"]["scipy.stats._distn_infrastructure " + name] = members(getattr(infrastructure, name))
    for name in dir(scipy.sparse):
        cls = getattr(scipy.sparse, name)
        if isinstance(cls, type) and name.endswith(("_matrix", "_array")):
            found["sparse"][key(cls)] = members(cls)
    for cls in [scipy.interpolate.BSpline, scipy.interpolate.interp1d]:
        found["spline"][key(cls)] = members(cls)
    json.dump(found, sys.stdout, indent=0, sort_keys=True)


if __name__ == "__main__":
    main()
