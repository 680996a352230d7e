"""Writes fixtures/hostile: `python3 scripts/hostile/generate.py`. Standard library only, no randomness, no clock.

Each module of this folder registers its cases. Payloads are marks (`os.system("true")`, a file in the working folder),
so that the load oracle may load them in a throw-away folder and see the mark.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

import arguments  # noqa: E402,F401
import breakage  # noqa: E402,F401
import changes  # noqa: E402,F401
import containers  # noqa: E402,F401
import deep  # noqa: E402,F401
import forms  # noqa: E402,F401
import frames  # noqa: E402,F401
import harmless  # noqa: E402,F401
import limits  # noqa: E402,F401
import mechanisms  # noqa: E402,F401
import models  # noqa: E402,F401
import methods  # noqa: E402,F401
import names  # noqa: E402,F401
import native  # noqa: E402,F401
import readings  # noqa: E402,F401
import sides  # noqa: E402,F401
import states  # noqa: E402,F401
import tensors  # noqa: E402,F401
import wrappers  # noqa: E402,F401
from case import write  # noqa: E402

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "fixtures", "hostile")

if __name__ == "__main__":
    count, size = write(FOLDER)
    print(f"{count} files, {size} bytes")
