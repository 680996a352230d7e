"""Loads native states that were changed on purpose, each as its library loads it, and asks the model for a row.

Usage: python load.py xgboost|lightgbm|catboost: reads records (4 bytes of length, little-endian, and a state) from standard input and
answers a byte each: `k` it loaded and answered, `e` the library raised an error. A crash ends the process: who started it
counts it. Only for states that our own scripts made.
"""
import os
import struct
import sys
import warnings

warnings.filterwarnings("ignore")
import numpy as np

LIBRARY = sys.argv[1]
# What a library prints is not to be taken for answers.
ANSWERS = os.fdopen(os.dup(1), "wb")
os.dup2(2, 1)
MOST_COLUMNS = 1 << 20


def ask_xgboost(state):
    booster = xgboost.Booster.__new__(xgboost.Booster)
    booster.__setstate__({"handle": bytearray(state)})
    columns = 5
    if hasattr(booster, "num_features"):
        columns = min(booster.num_features(), MOST_COLUMNS)
    rows = np.full((2, max(columns, 1)), 0.5, dtype=np.float32)
    rows[1, ::2] = np.nan
    data = xgboost.DMatrix(rows, nthread=1) if "nthread" in xgboost.DMatrix.__init__.__code__.co_varnames else xgboost.DMatrix(rows)
    options = {"validate_features": False}
    booster.predict(data, **options)
    booster.get_dump()
    for extra in ("pred_leaf", "pred_contribs"):
        try:
            booster.predict(data, **{extra: True}, **options)
        except xgboost.core.XGBoostError:
            pass


def ask_lightgbm(state):
    booster = lightgbm.Booster.__new__(lightgbm.Booster)
    booster.__setstate__({HANDLE: state.decode(), "params": {}, "best_iteration": -1, "pandas_categorical": None})
    columns = min(booster.num_feature(), MOST_COLUMNS)
    rows = np.full((2, max(columns, 1)), 0.5)
    rows[1, ::2] = np.nan
    booster.predict(rows)
    booster.predict(rows, pred_leaf=True)
    booster.predict(rows, pred_contrib=True)
    booster.model_to_string()
    booster.dump_model()


def ask_catboost(state):
    model = catboost.CatBoost.__new__(catboost.CatBoost)
    model.__setstate__({"__model": bytes(state), "verbose": False})
    columns = min(len(model.feature_names_), MOST_COLUMNS)
    categories = set(model._get_cat_feature_indices())
    rows = [["a" if j in categories else value for j in range(columns)] for value in (0.5, -1.25, float("nan"))] * 7
    for kind in ("RawFormulaVal", "Class", "Probability", "Exponent"):
        try:
            model.predict(rows, prediction_type=kind, thread_count=1)
        except RAISED:
            pass
    for asked in (
        lambda: model.calc_leaf_indexes(rows, thread_count=1),
        lambda: list(model.staged_predict(rows, thread_count=1)),
        lambda: model.get_feature_importance(thread_count=1),
        lambda: model.get_feature_importance(catboost.Pool(rows, cat_features=sorted(categories)), type="ShapValues", thread_count=1),
        lambda: model.get_feature_importance(type="Interaction", thread_count=1),
        lambda: (model.classes_, model.get_all_params(), model.get_borders(), model.get_leaf_values(), model.get_leaf_weights()),
        lambda: model.get_tree_leaf_counts(),
        lambda: model.get_metadata().items(),
        lambda: model._serialize_model(),
        lambda: model._get_tree_splits(0, None),
    ):
        try:
            asked()
        except RAISED:
            pass


if LIBRARY == "xgboost":
    import xgboost

    ask, errors = ask_xgboost, (xgboost.core.XGBoostError, ValueError, TypeError, UnicodeDecodeError)
    if hasattr(xgboost, "set_config"):
        xgboost.set_config(verbosity=0)
elif LIBRARY == "catboost":
    import catboost

    # What catboost or the Python around it raises; no memory is not among it.
    RAISED = (catboost.CatBoostError, ValueError, TypeError, LookupError, AttributeError, AssertionError)
    ask, errors = ask_catboost, RAISED
else:
    import lightgbm

    HANDLE = "handle" if int(lightgbm.__version__.split(".")[0]) < 4 else "_handle"
    ask, errors = ask_lightgbm, (lightgbm.basic.LightGBMError, ValueError, TypeError, KeyError, UnicodeDecodeError)

stream = sys.stdin.buffer
while True:
    head = stream.read(4)
    if len(head) < 4:
        break
    state = stream.read(struct.unpack("<I", head)[0])
    try:
        ask(state)
        answer = b"k"
    except errors:
        answer = b"e"
    ANSWERS.write(answer)
    ANSWERS.flush()
