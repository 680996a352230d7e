"""Writes src/policy/families/scipy-names.ts: names and members of scipy's classes, united over versions.

Usage: python3 scripts/policy/scipy_names.py INTROSPECTED_DIR   (in the repository's root; files scipy-*.json)
"""

import glob
import json
import os
import sys

HEAD = """/**
 * Names of scipy's distributions, and methods and properties of its classes in any version of scipy from 0.19 to 1.18.
 * Made by scripts/policy/scipy_names.py; do not edit.
 */
import type { MemberSets } from "../rows.js";
"""


def main(folder):
    names = {"continuous": set(), "discrete": set()}
    sets = {"rv": set(), "rv_frozen": set(), "sparse": set()}
    for path in glob.glob(os.path.join(folder, "scipy-*.json")):
        found = json.load(open(path))
        for key, members in found["gen"].items():
            module, name = key.split()
            names["continuous" if "_continuous_" in module else "discrete"].add(name)
            sets["rv"].update(members)
        for members in found["frozen"].values():
            sets["rv_frozen"].update(members)
        for key, members in found["sparse"].items():
            sets.setdefault(key.split()[1].split("_")[0], set()).update(members)
        for key, members in found["spline"].items():
            sets.setdefault(key.split()[1], set()).update(members)
    formats = [k for k in sets if k in ("bsr", "coo", "csc", "csr", "dia", "dok", "lil")]
    sets["sparse"] = set.intersection(*(sets[k] for k in formats))
    for k in formats:
        sets[k] -= sets["sparse"]
    lines = [HEAD]
    for kind, found in names.items():
        lines += [f"/** Classes of scipy.stats._{kind}_distns. */", f"export const {kind.upper()} =", "  " + json.dumps(" ".join(sorted(found))) + ";", ""]
    lines += ["/** By sparse format, or class. */", "export const SCIPY_MEMBERS: MemberSets = {"]
    lines += [f"  {label}: {json.dumps(' '.join(sorted(members)))}," for label, members in sorted(sets.items())]
    print("\n".join([*lines, "};"]))


if __name__ == "__main__":
    main(sys.argv[1])
