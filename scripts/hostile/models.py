"""Models whose parts contradict each other: trees with circles, sparse matrices that point outside."""
import struct

from assemble import Array, Build, Call, DType, Name, New, dumps
from case import case

FIELDS = [("left_child", "i8"), ("right_child", "i8"), ("feature", "i8"), ("threshold", "f8"), ("impurity", "f8"),
          ("n_node_samples", "i8"), ("weighted_n_node_samples", "f8")]
F8, I4, I8 = DType("f8"), DType("i4"), DType("i8")


def structured(fields, size):
    offset, table = 0, {}
    for name, kind in fields:
        table[name] = (DType(kind), offset)
        offset += int(kind[1:])
    return DType(f"V{size}", (3, "|", None, tuple(name for name, _ in fields), table, size, 1, 16))


def tree(nodes, features=2, count=None, depth=5, rows=None, outputs=1, classes=(1,)):
    data = b"".join(struct.pack("<qqqddqd", left, right, feature, 0.5, 0.0, 10, 10.0) for left, right, feature in nodes)
    n = len(nodes)
    values = struct.pack(f"<{rows or n}d", *[1.0] * (rows or n))
    made = Call(Name("sklearn.tree._tree", "Tree"), features, Array(I8, (len(classes),), struct.pack(f"<{len(classes)}q", *classes)), outputs)
    return Build(made, {
        "max_depth": depth, "node_count": n if count is None else count,
        "nodes": Array(structured(FIELDS, 56), (n,), data), "values": Array(F8, (rows or n, 1, 1), values),
    })


LEAF = (-1, -1, -2)


def model(verdict, slug, value, **facts):
    for p in (2, 4):
        case(verdict, f"{slug}-p{p}", dumps(value, p), code="model.inconsistent" if verdict == "malformed" else None,
             rule="consistency", loaders=[], **facts)


model("safe", "tree", tree([(1, 2, 0), LEAF, LEAF]))
model("safe", "tree-single", tree([LEAF], depth=0))
model("safe", "tree-deep", tree([(1, 4, 0), (2, 3, 1), LEAF, LEAF, LEAF], depth=2))
model("malformed", "tree-circle", tree([(1, 2, 0), (0, 2, 0), LEAF]))
model("malformed", "tree-own-child", tree([(0, 1, 0), LEAF]))
model("malformed", "tree-child-outside", tree([(1, 7, 0), LEAF, LEAF]))
model("malformed", "tree-child-huge", tree([(1, 2**62, 0), LEAF, LEAF]))
model("malformed", "tree-child-negative", tree([(1, -5, 0), LEAF, LEAF]))
model("malformed", "tree-two-parents", tree([(1, 2, 0), (2, 3, 0), LEAF, LEAF]))
model("malformed", "tree-same-child", tree([(1, 1, 0), LEAF]))
model("malformed", "tree-half-leaf", tree([(1, -1, 0), LEAF]))
model("malformed", "tree-feature-outside", tree([(1, 2, 2), LEAF, LEAF]))
model("malformed", "tree-feature-negative", tree([(1, 2, -3), LEAF, LEAF]))
model("malformed", "tree-too-deep", tree([(1, 4, 0), (2, 3, 1), LEAF, LEAF, LEAF], depth=1))
model("malformed", "tree-counts-fewer", tree([(1, 2, 0), LEAF, LEAF], count=2))
model("unlisted", "tree-counts-more", tree([LEAF], count=50))
model("malformed", "tree-values-outputs", tree([LEAF], outputs=3, classes=(1, 1, 1)))
model("malformed", "tree-values-classes", tree([LEAF], classes=(2,)))
model("malformed", "tree-no-classes", tree([LEAF], classes=(0,)))
model("malformed", "tree-classes-negative", tree([LEAF], classes=(-1,)))
model("malformed", "tree-without-nodes", tree([]))
for p in (2, 4):
    made = Call(Name("sklearn.tree._tree", "Tree"), 2, Array(I8, (1,), struct.pack("<q", 1)), 1)
    case("malformed", f"tree-without-state-p{p}", dumps([made], p), code="model.inconsistent", loaders=[])
    # sklearn before 1.0 reads as many numbers of classes as there are outputs: 80,000,000 of an array of one.
    case("unlisted", f"tree-outputs-p{p}", dumps(tree([LEAF], outputs=80_000_000), p), code="call.arguments", loaders=[])


def sparse(format, shape, pointers, indices, data, **more):
    return New(Name(f"scipy.sparse._{format}", f"{format}_matrix"), {
        "_shape": shape, "maxprint": 50, "data": Array(F8, (len(data),), struct.pack(f"<{len(data)}d", *data)),
        "indices": Array(I4, (len(indices),), struct.pack(f"<{len(indices)}i", *indices)),
        "indptr": Array(I4, (len(pointers),), struct.pack(f"<{len(pointers)}i", *pointers)), **more,
    })


for format in ("csr", "csc"):
    model("safe", f"{format}", sparse(format, (2, 2), [0, 1, 2], [0, 1], [1.0, 2.0]))
    model("malformed", f"{format}-index-outside", sparse(format, (2, 2), [0, 1, 2], [0, 9], [1.0, 2.0]))
    model("malformed", f"{format}-index-negative", sparse(format, (2, 2), [0, 1, 2], [0, -1], [1.0, 2.0]))
    model("malformed", f"{format}-pointer-outside", sparse(format, (2, 2), [0, 1, 2**30], [0, 1], [1.0, 2.0]))
    model("malformed", f"{format}-pointer-falls", sparse(format, (2, 2), [0, 2, 1], [0, 1], [1.0, 2.0]))
    model("malformed", f"{format}-pointer-start", sparse(format, (2, 2), [1, 1, 2], [0, 1], [1.0, 2.0]))
    model("malformed", f"{format}-rows", sparse(format, (5, 5), [0, 1, 2], [0, 1], [1.0, 2.0]))
    model("malformed", f"{format}-data-short", sparse(format, (2, 2), [0, 1, 2], [0, 1], [1.0]))


def coordinates(row, column, data):
    ints = lambda v: Array(I4, (len(v),), struct.pack(f"<{len(v)}i", *v))
    return New(Name("scipy.sparse._coo", "coo_matrix"), {"_shape": (2, 2), "row": ints(row), "col": ints(column), "data": Array(F8, (len(data),), struct.pack(f"<{len(data)}d", *data))})


model("safe", "coo", coordinates([0, 1], [1, 0], [1.0, 2.0]))
model("malformed", "coo-outside", coordinates([0, 2], [1, 0], [1.0, 2.0]))
model("malformed", "coo-lengths", coordinates([0], [1, 0], [1.0, 2.0]))

PREDICTOR = [("value", "f8"), ("count", "u4"), ("feature_idx", "u4"), ("num_threshold", "f8"), ("missing_go_to_left", "u1"), ("left", "u4"), ("right", "u4"),
             ("gain", "f8"), ("depth", "u4"), ("is_leaf", "u1"), ("bin_threshold", "u1"), ("is_categorical", "u1"), ("bitset_idx", "u4")]


def predictor(nodes, feature=0):
    data = b"".join(struct.pack("<dIIdBIIdIBBBI", 1.0, 1, feature, 0.5, 0, left, right, 0.0, 0, leaf, 0, categorical, bitset) for left, right, leaf, categorical, bitset in nodes)
    bits = Array(DType("u4"), (0, 8), b"")
    return New(Name("sklearn.ensemble._hist_gradient_boosting.predictor", "TreePredictor"), {
        "nodes": Array(structured(PREDICTOR, 52), (len(nodes),), data), "binned_left_cat_bitsets": bits, "raw_left_cat_bitsets": bits})


END = (0, 0, 1, 0, 0)
model("safe", "histogram", predictor([(1, 2, 0, 0, 0), END, END]))
model("malformed", "histogram-circle", predictor([(1, 2, 0, 0, 0), (0, 2, 0, 0, 0), END]))
model("malformed", "histogram-outside", predictor([(1, 9, 0, 0, 0), END, END]))
model("malformed", "histogram-bitset", predictor([(1, 2, 0, 1, 3), END, END]))


def boosting(feature):
    return New(Name("sklearn.ensemble._hist_gradient_boosting.gradient_boosting", "HistGradientBoostingRegressor"), {
        "n_features_in_": 2, "_predictors": [[predictor([(1, 2, 0, 0, 0), END, END], feature)]]})


model("safe", "histogram-ensemble", boosting(1))
model("malformed", "histogram-feature", boosting(2))


# Whatever holds the rounds and whatever says the number of columns: where neither shows it, there are none.
def rounds(state, feature=2):
    inner = predictor([(1, 2, 0, 0, 0), END, END], feature)
    held = {"list": [[inner]], "tuple": ((inner,),), "inner": [(inner,)], "array": Array(DType("O8"), (1,), [[inner]]), "table": Array(DType("O8"), (1, 1), [inner])}
    return New(HISTOGRAM, {**state, "_predictors": held[state.pop("in", "list")]})


HISTOGRAM = Name("sklearn.ensemble._hist_gradient_boosting.gradient_boosting", "HistGradientBoostingRegressor")
BINS = New(Name("sklearn.ensemble._hist_gradient_boosting.binning", "_BinMapper"), {"bin_thresholds_": [Array(F8, (0,), b"")] * 2})
NUMPY2 = Call(Name("numpy.core.multiarray", "scalar"), I8, struct.pack("<q", 2))
for slug in ("tuple", "inner", "array", "table"):
    model("malformed", f"histogram-rounds-{slug}", rounds({"n_features_in_": 2, "in": slug}))
    model("safe", f"histogram-rounds-{slug}", rounds({"n_features_in_": 2, "in": slug}, 1))
model("malformed", "histogram-no-count", rounds({}))
model("malformed", "histogram-numpy-count", rounds({"n_features_in_": NUMPY2}))
model("malformed", "histogram-none-count", rounds({"n_features_in_": None}))
model("malformed", "histogram-bins", rounds({"_bin_mapper": BINS}))
model("malformed", "histogram-bins-old", rounds({"bin_mapper_": BINS, "n_features_in_": 9}))
model("safe", "histogram-bins", rounds({"_bin_mapper": BINS}, 1))

# A tree knows its own columns, and its estimator those of X.
TREE = Name("sklearn.tree._classes", "DecisionTreeRegressor")
FOREST, BOOSTED, BAGGED = (Name("sklearn.ensemble._" + module, name) for module, name in (("forest", "RandomForestRegressor"), ("gb", "GradientBoostingRegressor"), ("bagging", "BaggingRegressor")))


def estimator(count, feature, key="n_features_in_"):
    return New(TREE, {key: count, "tree_": tree([(1, 2, feature), LEAF, LEAF], features=3)})


for key in ("n_features_in_", "n_features_"):
    model("safe", f"tree-estimator-{key.strip('_')}", estimator(3, 2, key))
    model("malformed", f"tree-estimator-{key.strip('_')}", estimator(2, 2, key))
model("malformed", "forest-features", New(FOREST, {"n_features_in_": 2, "estimators_": [estimator(3, 2)]}))
model("malformed", "forest-features-tuple", New(FOREST, {"n_features_in_": 2, "estimators_": (estimator(3, 1), estimator(3, 2))}))
model("safe", "forest-features", New(FOREST, {"n_features_in_": 3, "estimators_": [estimator(3, 2)]}))
model("malformed", "boosting-features", New(BOOSTED, {"n_features_in_": 2, "estimators_": Array(DType("O8"), (1, 1), [estimator(3, 2)])}))
model("safe", "boosting-features", New(BOOSTED, {"n_features_in_": 3, "estimators_": Array(DType("O8"), (1, 1), [estimator(3, 2)])}))
model("safe", "bagging-features", New(BAGGED, {"n_features_in_": 2, "estimators_": [estimator(3, 2)]}), note="each of its estimators holds X against its own number")

NODE = [("idx_start", "i8"), ("idx_end", "i8"), ("is_leaf", "i8"), ("radius", "f8")]


def kd_tree(order, nodes, levels=1, bounds=None, leaf=1):
    metric = Build(Call(Name("sklearn.metrics._dist_metrics", "newObj"), Name("sklearn.metrics._dist_metrics", "EuclideanDistance")),
                   (2.0, Array(F8, (1,), bytes(8)), Array(F8, (1, 1), bytes(8))))
    data = b"".join(struct.pack("<qqqd", start, end, leaf, 0.0) for start, end in nodes)
    n = len(nodes)
    state = (Array(F8, (3, 1), bytes(24)), Array(I8, (3,), struct.pack("<3q", *order)), Array(structured(NODE, 32), (n,), data),
             Array(F8, (2, bounds or n, 1), bytes(16 * (bounds or n))), 30, levels, n, 0, 0, 0, 0, metric, None)
    return Build(Call(Name("sklearn.neighbors._kd_tree", "newObj"), Name("sklearn.neighbors._kd_tree", "KDTree")), state)


model("safe", "kd-tree", kd_tree([0, 1, 2], [(0, 3)]))
model("malformed", "kd-tree-order-outside", kd_tree([0, 1, 3], [(0, 3)]))
model("malformed", "kd-tree-order-negative", kd_tree([0, 1, -1], [(0, 3)]))
model("malformed", "kd-tree-node-outside", kd_tree([0, 1, 2], [(0, 4)]))
model("malformed", "kd-tree-node-backward", kd_tree([0, 1, 2], [(2, 1)]))
model("malformed", "kd-tree-levels", kd_tree([0, 1, 2], [(0, 3)], levels=5))
model("malformed", "kd-tree-bounds", kd_tree([0, 1, 2], [(0, 3)], bounds=4))
model("malformed", "kd-tree-no-leaf", kd_tree([0, 1, 2], [(0, 3)], leaf=0))


def lil(rows):
    objects = lambda items: Array(DType("O8"), (len(items),), items)
    return New(Name("scipy.sparse._lil", "lil_matrix"), {"_shape": (2, 2), "dtype": F8, "rows": objects(rows), "data": objects([[1.0] for _ in rows])})


model("safe", "lil", lil([[0], [1]]))
model("malformed", "lil-outside", lil([[0], [2]]))
model("malformed", "lil-lengths", lil([[0], [0, 1]]))
model("malformed", "lil-rows", lil([[0]]))


def dia(offsets):
    ints = Array(I4, (len(offsets),), struct.pack(f"<{len(offsets)}i", *offsets))
    return New(Name("scipy.sparse._dia", "dia_matrix"), {"_shape": (2, 2), "offsets": ints, "data": Array(F8, (1, 2), bytes(16))})


model("safe", "dia", dia([0]))
model("malformed", "dia-outside", dia([7]))
model("malformed", "dia-lengths", dia([0, 1]))
