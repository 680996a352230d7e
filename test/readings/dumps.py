"""Genuine joblib dumps of fitted sklearn models: `python dumps.py FOLDER COUNT [SEED]`, with any sklearn and joblib.

Every estimator that can be fitted on small random data, with random data and random settings each time, and MLPs of all
solvers many times over: their weights are tiny or odd numbers, so their arrays end in any byte.
"""
import os
import random
import sys
import warnings

import joblib
import numpy as np

warnings.simplefilter("ignore")
from sklearn.neural_network import MLPClassifier, MLPRegressor  # noqa: E402
from sklearn.utils import all_estimators  # noqa: E402

SLOW = {"DictVectorizer", "FeatureHasher", "HashingVectorizer", "TfidfVectorizer", "CountVectorizer", "SelfTrainingClassifier", "GaussianProcessClassifier"}


def data(rng, rows):
    scale = 10.0 ** rng.randint(-6, 6)
    x = rng.normal(size=(rows, rng.randint(2, 7))) * scale
    return np.abs(x) if rng.randint(3) == 0 else x


def mlp(rng):
    kind = MLPRegressor if rng.randint(2) else MLPClassifier
    return kind(hidden_layer_sizes=tuple(rng.randint(1, 6, size=rng.randint(1, 3))), solver=["lbfgs", "sgd", "adam"][rng.randint(3)],
                alpha=10.0 ** rng.randint(-8, 3), max_iter=int(rng.randint(2, 12)), random_state=int(rng.randint(2**31)) if rng.randint(2) else np.random.RandomState(int(rng.randint(2**31))))


def main(folder, count, seed=0):
    os.makedirs(folder, exist_ok=True)
    rng = np.random.RandomState(seed)
    random.seed(seed)
    kinds = [(name, kind) for name, kind in all_estimators() if name not in SLOW]
    bad = {}
    made = 0
    while made < count:
        if rng.randint(4) == 0:
            name, model = "MLP", mlp(rng)
        else:
            name, kind = kinds[rng.randint(len(kinds))]
            if bad.get(name, 0) > 2:
                continue
            try:
                model = kind()
            except TypeError:
                bad[name] = 9
                continue
            settings = model.get_params()
            for key, few in (("n_estimators", 3), ("max_iter", 20)):
                if isinstance(settings.get(key), int):
                    model.set_params(**{key: few})
            if "random_state" in settings and rng.randint(2):
                model.set_params(random_state=np.random.RandomState(int(rng.randint(2**31))))
        x = data(rng, int(rng.randint(12, 40)))
        y = rng.randint(0, 2 + rng.randint(2), size=len(x)) if "Classifier" in type(model).__name__ or rng.randint(2) else rng.normal(size=len(x)) * 10.0 ** rng.randint(-200, 3)
        try:
            model.fit(x, y)
            joblib.dump(model, os.path.join(folder, f"{made:05d}-{type(model).__name__}.joblib"), protocol=[None, None, None, 2, 3, 5][rng.randint(6)])
            made += 1
        except Exception:  # no model for such data
            bad[name] = bad.get(name, 0) + 1


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), *map(int, sys.argv[3:]))
