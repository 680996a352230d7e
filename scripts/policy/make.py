"""Makes the policy's data: `npm run policy:make`, which writes src/policy/data and sandbox/policy/python2-names.json.

Usage: python3 scripts/policy/make.py [--out FOLDER] [--introspect FOLDER [--catalogue FOLDER]]

It reads scripts/policy/inputs and needs nothing else: any Python from 3.8 writes the same bytes. `--introspect` makes
the inputs again before (see describe.py and unite.py; slow), `--catalogue` names the catalogue of the fixtures for it.
`--out` writes below another folder than the repository's root. What was made from what stands in made.json.
"""

import argparse
import hashlib
import json
import os

import describe
import neighbour_rows
import python2_names
import scipy_names
import sklearn_functions
import sklearn_rows
import unite
from written import grouped, listed, named

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
INPUTS = os.path.join(HERE, "inputs")
DATA = "src/policy/data/"
# What decides the bytes beside the inputs.
MAKERS = ("make.py", "neighbour_choice.py", "neighbour_rows.py", "python2_names.py", "scipy_names.py", "sklearn_choice.py", "sklearn_functions.py", "sklearn_rows.py", "written.py")


def text(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def read(name):
    return json.loads(text(os.path.join(INPUTS, name + ".json")))


def made_files():
    """Path → text, and the classes with special methods that somebody should have looked at."""
    rows, members, look = sklearn_rows.made(read("sklearn-classes"), read("catalogue"))
    beside, beside_members, left = neighbour_rows.made(read("neighbours"), read("sklearn-classes"), read("catalogue"))
    files = {
        DATA + "sklearn.json": listed(rows),
        DATA + "sklearn-members.json": named(members),
        DATA + "sklearn-functions.json": listed(sklearn_functions.made(read("sklearn-functions"))),
        DATA + "neighbours.json": grouped(beside),
        DATA + "neighbour-members.json": named(beside_members),
        DATA + "scipy.json": grouped(scipy_names.made(read("scipy"))),
        "sandbox/policy/python2-names.json": grouped(python2_names.made()),
    }
    return files, look, left


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def manifest(files):
    """SHA-256 of all that was read and written, so that a test without Python sees what is stale or edited."""
    sources = ["scripts/policy/" + name for name in MAKERS] + ["scripts/policy/inputs/" + name for name in os.listdir(INPUTS)]
    from_ = {path: sha256(text(os.path.join(ROOT, path))) for path in sorted(sources)}
    return grouped({"from": from_, "made": {path: sha256(files[path]) for path in sorted(files)}})


def write(folder, files):
    for path, content in files.items():
        target = os.path.join(folder, path)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with open(target, "w", encoding="utf-8", newline="\n") as file:
            file.write(content)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--out", default=ROOT)
    parser.add_argument("--introspect", metavar="FOLDER")
    parser.add_argument("--catalogue", metavar="FOLDER")
    options = parser.parse_args()
    if options.introspect is not None:
        describe.main(options.introspect)
        unite.unite(options.introspect, options.catalogue, INPUTS)
    files, look, left = made_files()
    write(options.out, {**files, DATA + "made.json": manifest(files)})
    for path, special in look:
        print("has special methods:", path, special)
    for path, why in left:
        print("not listed:", path, why)


if __name__ == "__main__":
    main()
