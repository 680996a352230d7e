"""sklearn for the benchmark: fits what it is asked for, writes model, rows and answers, and answers again and again.

Lines in: `fit NAME` (then NAME.pkl, NAME.rows or NAME.json, NAME.answer stand in the folder), `onnx NAME` (NAME.onnx, by skl2onnx),
`run NAME`. A line out for each: what it took in seconds, as {"cpu", "wall"}, or {"error"}.
"""
import json, pickle, sys, time, traceback
import numpy as np
from sklearn.ensemble import GradientBoostingRegressor, HistGradientBoostingRegressor, RandomForestClassifier, RandomForestRegressor
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC
from sklearn.tree import DecisionTreeRegressor

folder = sys.argv[1]
COLS = 20
rng = np.random.RandomState(0)
X = rng.normal(size=(4000, COLS))
y = X[:, 0] * 2 + np.sin(3 * X[:, 1]) + X[:, 2] * X[:, 3] + 0.1 * rng.normal(size=4000)
c = np.digitize(y, [-1, 1])
Q = rng.normal(size=(100_000, COLS))
words = ["%s%d" % (w, i) for w in ("market", "bond", "rate", "yield", "share") for i in range(1000)]
p = 1 / (np.arange(len(words)) + 10.0)
p /= p.sum()
texts = [" ".join(rng.choice(words, rng.randint(20, 60), p=p)) for _ in range(20_000)]
label = np.array(["market1" in text for text in texts]).astype(int)
tfidf = lambda: make_pipeline(TfidfVectorizer(), LogisticRegression()).fit(texts[:2000], label[:2000])

JOBS = {
    "linear": lambda: (make_pipeline(StandardScaler(), Ridge()).fit(X, y), Q[:1]),
    "tree": lambda: (DecisionTreeRegressor(max_depth=8, random_state=0).fit(X, y), Q[:1]),
    "small-forest": lambda: (RandomForestRegressor(100, max_depth=8, random_state=0, n_jobs=1).fit(X, y), Q[:1]),
    "text": lambda: (tfidf(), texts[:1]),
    "forest": lambda: (RandomForestRegressor(100, random_state=0, n_jobs=1).fit(X, y), Q),
    "forest-classifier": lambda: (RandomForestClassifier(100, max_depth=10, random_state=0, n_jobs=1).fit(X, c), Q),
    "boosting": lambda: (GradientBoostingRegressor(random_state=0).fit(X, y), Q),
    "histogram": lambda: (HistGradientBoostingRegressor(max_iter=100, early_stopping=False, random_state=0).fit(X, y), Q),
    "svc": lambda: (SVC().fit(X[:2000], c[:2000]), Q[:5000]),
    "texts": lambda: (tfidf(), texts),
    "neighbors": lambda: (KNeighborsClassifier(algorithm="brute").fit(rng.normal(size=(5000, COLS)), rng.randint(0, 2, 5000)), Q[:2000]),
}
fitted = {}


def fit(name):
    model, rows = fitted[name] = JOBS[name]()
    with open("%s/%s.pkl" % (folder, name), "wb") as file:
        pickle.dump(model, file)
    if isinstance(rows, list):
        with open("%s/%s.json" % (folder, name), "w") as file:
            json.dump(rows, file)
    else:
        rows.tofile("%s/%s.rows" % (folder, name))
    model.predict(rows).astype(float).tofile("%s/%s.answer" % (folder, name))


def onnx(name):
    from skl2onnx import to_onnx
    from skl2onnx.common.data_types import StringTensorType
    model, rows = fitted[name]
    if isinstance(rows, list):
        made = to_onnx(model, initial_types=[("X", StringTensorType([None]))], options={TfidfVectorizer: {"locale": "C"}, LogisticRegression: {"zipmap": False}})
    else:
        made = to_onnx(model, rows.astype(np.float32))
    with open("%s/%s.onnx" % (folder, name), "wb") as file:
        file.write(made.SerializeToString())


def run(name):
    model, rows = fitted[name]
    model.predict(rows)


for line in sys.stdin:
    job, name = line.split()
    try:
        wall, cpu = time.perf_counter(), time.process_time()
        {"fit": fit, "onnx": onnx, "run": run}[job](name)
        print(json.dumps({"cpu": time.process_time() - cpu, "wall": time.perf_counter() - wall}), flush=True)
    except Exception as error:
        print(json.dumps({"error": "%s: %s" % (type(error).__name__, error)}), flush=True)
