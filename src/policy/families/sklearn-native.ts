/**
 * What of sklearn is not made empty and filled from a dict: trees and distance metrics in cython, losses that are
 * called with numbers, named tuples. Their native code reads states unchecked, so each names an exact checker.
 */
import { type CallRow, type ClassRow, called } from "../rows.js";

/** Spellings of one package's distance metrics and trees, newest last. */
const METRIC_MODULES = "sklearn.neighbors.dist_metrics sklearn.neighbors._dist_metrics sklearn.metrics._dist_metrics";
const METRICS =
  "BrayCurtis Canberra Chebyshev Dice Euclidean Hamming Haversine Jaccard Kulsinski Mahalanobis Manhattan Matching Minkowski RogersTanimoto RussellRao SEuclidean SokalMichener SokalSneath WMinkowski".split(
    " ",
  );

/** Without PyFuncDistance: it holds a function that the tree calls. */
const metricRows = (): ClassRow[] =>
  METRICS.flatMap((name): ClassRow[] => [
    {
      path: `sklearn.metrics._dist_metrics.${name}Distance64`,
      at: METRIC_MODULES,
      names: `${name}Distance`,
      form: "call",
      state: "tuple-metric",
    },
    { path: `sklearn.metrics._dist_metrics.${name}Distance64`, at: "sklearn.metrics._dist_metrics", form: "call", state: "tuple-metric" },
    { path: `sklearn.metrics._dist_metrics.${name}Distance32`, at: "sklearn.metrics._dist_metrics", form: "call", state: "tuple-metric" },
  ]);

const tree = (path: string, at: string, names: string): ClassRow => ({ path, at, names, form: "call", state: "tuple-binary-tree" });

const treeRows: readonly ClassRow[] = [
  tree("sklearn.neighbors.KDTree", "sklearn.neighbors.kd_tree sklearn.neighbors._kd_tree", "BinaryTree KDTree KDTree64"),
  tree("sklearn.neighbors.BallTree", "sklearn.neighbors.ball_tree sklearn.neighbors._ball_tree", "BinaryTree BallTree BallTree64"),
  tree("sklearn.neighbors._kd_tree.KDTree32", "sklearn.neighbors._kd_tree", "KDTree32"),
  tree("sklearn.neighbors._ball_tree.BallTree32", "sklearn.neighbors._ball_tree", "BallTree32"),
];

/** sklearn 1.5 to 1.8 wrote this top-level module; it is the genuine one only once sklearn's own package was imported. */
const TOP_LEVEL = "_loss";
/** Packages whose import brings sklearn's own `_loss` in: linear models and ensembles import it themselves. */
const AFTER = ["sklearn._loss.", "sklearn.linear_model.", "sklearn.ensemble."];
const LOSSES =
  "AbsoluteError ExponentialLoss HalfBinomialLoss HalfGammaLoss HalfMultinomialLoss HalfPoissonLoss HalfSquaredError HalfTweedieLoss HalfTweedieLossIdentity HuberLoss PinballLoss".split(
    " ",
  );

/** Cython's checksums of the losses' fields: MD5, SHA-1 and SHA-256 of their names, as the versions wrote them. */
const CHECKSUMS: Readonly<Record<string, readonly number[]>> = {
  HalfTweedieLoss: [103600757, 8221022],
  HalfTweedieLossIdentity: [103600757, 8221022],
  HuberLoss: [83142977],
  PinballLoss: [38356578, 232784418],
};
const NO_FIELDS = [222419149, 228825662, 238750788];

const lossClasses = LOSSES.flatMap((name): ClassRow[] => {
  const row = { path: `sklearn._loss._loss.Cy${name}`, form: "call", call: "numbers", state: "tuple-numbers" } as const;
  return [
    { ...row, at: "sklearn._loss._loss" },
    { ...row, at: TOP_LEVEL, after: AFTER },
  ];
});

const lossCalls = LOSSES.flatMap((name): CallRow[] => {
  const row = {
    path: `sklearn._loss._loss.__pyx_unpickle_Cy${name}`,
    check: "pyx-unpickle",
    args: { classes: [`sklearn._loss._loss.Cy${name}`], checksums: CHECKSUMS[name] ?? NO_FIELDS, state: ["tuple-numbers"] },
  };
  return [
    { ...row, at: "sklearn._loss._loss" },
    { ...row, at: TOP_LEVEL, after: AFTER },
  ];
});

const SGD_LOSSES = "Hinge SquaredHinge Log ModifiedHuber Huber SquaredLoss EpsilonInsensitive SquaredEpsilonInsensitive".split(" ");

const sgdLosses = SGD_LOSSES.map(
  (name): ClassRow => ({
    path: `sklearn.linear_model._sgd_fast.${name}`,
    at: "sklearn.linear_model.sgd_fast sklearn.linear_model._sgd_fast",
    form: "call",
    call: "numbers",
    state: "none",
  }),
);

const namedTuple = (path: string, at: string): ClassRow => called(path, at, "namedtuple");

/** Native and tuple classes. */
export const SKLEARN_NATIVE_CLASSES: readonly ClassRow[] = [
  { path: "sklearn.tree._tree.Tree", at: "sklearn.tree._tree", form: "call", call: "tree", state: "tree" },
  ...treeRows,
  ...metricRows(),
  ...lossClasses,
  ...sgdLosses,
  namedTuple("sklearn.grid_search._CVScoreTuple", "sklearn.grid_search"),
  namedTuple("sklearn.impute._iterative._ImputerTriplet", "sklearn.impute._iterative"),
  namedTuple("sklearn._loss.glm_distribution.DistributionBoundary", "sklearn._loss.glm_distribution"),
];

const newObj = (module: string, classes: readonly string[], state: string): CallRow => ({
  path: `${module}.newObj`,
  at: module,
  check: "newobj-cython",
  args: { classes, state: [state] },
});

const metricPaths = METRICS.flatMap((name) => [
  `sklearn.metrics._dist_metrics.${name}Distance64`,
  `sklearn.metrics._dist_metrics.${name}Distance32`,
]);

/** `newObj(cls)` is `cls.__new__(cls)`; the checker takes the classes of the same module only. */
export const SKLEARN_NATIVE_CALLS: readonly CallRow[] = [
  newObj("sklearn.neighbors.kd_tree", ["sklearn.neighbors.KDTree"], "tuple-binary-tree"),
  newObj("sklearn.neighbors._kd_tree", ["sklearn.neighbors.KDTree", "sklearn.neighbors._kd_tree.KDTree32"], "tuple-binary-tree"),
  newObj("sklearn.neighbors.ball_tree", ["sklearn.neighbors.BallTree"], "tuple-binary-tree"),
  newObj("sklearn.neighbors._ball_tree", ["sklearn.neighbors.BallTree", "sklearn.neighbors._ball_tree.BallTree32"], "tuple-binary-tree"),
  ...METRIC_MODULES.split(" ").map((module) => newObj(module, metricPaths, "tuple-metric")),
  ...lossCalls,
];
