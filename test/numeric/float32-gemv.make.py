"""Writes float32-gemv.json: X @ w and x @ W.T of float32 by numpy. Run with OPENBLAS_CORETYPE=SkylakeX (AVX-512's kernels)."""
import json
import os

import numpy as np

random = np.random.RandomState(0)


def normal(*shape):
    return np.round(random.randn(*shape), 3).astype(np.float32)


def case(rows, cols):
    x, w, many = normal(rows, cols), normal(cols), normal(rows, cols)
    lists = {"x": x.ravel(), "w": w, "vector": x @ w, "alone": x[:1] @ w, "outputs": x[:1] @ many.T, "many": many.ravel(), "both": (x[:3] @ many[:2].T).ravel()}
    return {"rows": rows, "cols": cols, **{k: v.astype(float).ravel().tolist() for k, v in lists.items()}}


# Four rows of six and seven columns, and the last of eight, are added in an order that is not known: none of them here.
SHAPES = [(5, 3), (15, 3), (8, 3), (19, 2), (7, 4), (11, 5), (11, 6), (11, 7), (10, 8)]
here = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(here, "float32-gemv.json"), "w") as file:
    json.dump({"numpy": np.__version__, "cases": [case(*s) for s in SHAPES]}, file)
    file.write("\n")
