"""Describes many versions of sklearn and scipy, each in an environment of its own that pip makes.

Usage: python3 scripts/policy/describe.py FOLDER   (needs CPython 3.6 to 3.13, from pyenv or on the path, and a registry)

FOLDER gets `sklearn-VERSION.json`, `scipy-VERSION.json` and, under `envs/`, the environments: what is there already is
not made again. `unite.py` makes the inputs of `make.py` out of it. Slow: six minutes and some gigabytes.
"""

import glob
import os
import shutil
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))

# Python, sklearn, numpy, scipy, pandas, joblib: as the catalogue of fixtures was made (0.17.1 runs on Python 2 only), but
# 0.21.3 with scipy 1.2: the policy was made without 1.3, which has one method more in its distributions (`_get_norms`).
VERSIONS = """
3.6   0.18.2  1.12.1  0.19.1  0.20.3  0.10.3
3.6   0.19.2  1.14.6  1.1.0   0.23.4  0.11
3.6   0.20.4  1.15.4  1.1.0   0.23.4  0.13.2
3.7   0.21.3  1.16.6  1.2.1   0.25.3  0.13.2
3.8   0.22.2  1.18.5  1.4.1   1.0.5   0.14.1
3.6   0.23.2  1.19.5  1.5.4   1.1.5   0.17.0
3.9   0.24.2  1.20.3  1.6.3   1.2.5   1.0.1
3.7   1.0.2   1.21.6  1.7.3   1.3.5   1.1.1
3.8   1.1.3   1.22.4  1.8.1   1.4.4   1.1.1
3.9   1.2.2   1.23.5  1.10.1  1.5.3   1.2.0
3.10  1.3.2   1.24.4  1.11.4  2.0.3   1.3.2
3.11  1.4.2   1.26.4  1.12.0  2.1.4   1.3.2
3.12  1.5.2   2.0.2   1.14.1  2.2.3   1.4.2
3.13  1.6.1   2.1.3   1.15.3  2.2.3   1.4.2
3.11  1.7.2   2.2.6   1.15.3  2.3.3   1.5.2
3.12  1.8.0   2.3.5   1.16.3  2.3.3   1.5.3
3.13  1.9.1   2.5.5   1.18.1  3.1.1   1.6.0
"""


def interpreter(version):
    """A CPython of that version: pyenv's, else the one on the path."""
    for path in glob.glob(os.path.expanduser("~/.pyenv/versions/%s.*/bin/python" % version)):
        return path
    found = shutil.which("python" + version)
    if found is None:
        sys.exit("describe: there is no Python " + version)
    return found


def environment(folder, python, pins):
    """The environment's Python; packages come as wheels, so that nothing is compiled."""
    mine = os.path.join(folder, "bin", "python")
    ready = os.path.join(folder, "ready")
    if not os.path.exists(ready):
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.check_call([interpreter(python), "-m", "venv", folder])
        subprocess.check_call([mine, "-m", "pip", "install", "--quiet", "--only-binary", ":all:"] + pins)
        open(ready, "w").close()
    return mine


def describe(folder, python, sklearn, numpy, scipy, pandas, joblib):
    # The registry has this version mended only.
    wheel = {"0.22.2": "0.22.2.post1"}.get(sklearn, sklearn)
    pins = ["scikit-learn==" + wheel, "numpy==" + numpy, "scipy==" + scipy, "pandas==" + pandas, "joblib==" + joblib]
    mine = environment(os.path.join(folder, "envs", sklearn), python, pins)
    for script, name in (("introspect.py", "sklearn-" + sklearn), ("introspect_scipy.py", "scipy-" + scipy)):
        out = os.path.join(folder, name + ".json")
        if os.path.exists(out):
            continue
        arguments = [mine, os.path.join(HERE, script)] + (["sklearn"] if script == "introspect.py" else [])
        with open(out + ".part", "w") as file:
            subprocess.check_call(arguments, stdout=file)
        os.rename(out + ".part", out)


def main(folder):
    os.makedirs(folder, exist_ok=True)
    for line in VERSIONS.strip().splitlines():
        print("describe:", line, flush=True)
        describe(folder, *line.split())


if __name__ == "__main__":
    main(sys.argv[1])
