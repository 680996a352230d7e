/** Linear regressors of sklearn.linear_model: their fits differ, their prediction is the same. */
import { defineLowering, type Lowering, makes } from "../define.js";
import { linearScores } from "../parts/linear.js";

const NAMES = [
  "ARDRegression",
  "BayesianRidge",
  "ElasticNet",
  "ElasticNetCV",
  "HuberRegressor",
  "Lars",
  "LarsCV",
  "Lasso",
  "LassoCV",
  "LassoLars",
  "LassoLarsCV",
  "LassoLarsIC",
  "LinearRegression",
  "MultiTaskElasticNet",
  "MultiTaskElasticNetCV",
  "MultiTaskLasso",
  "MultiTaskLassoCV",
  "OrthogonalMatchingPursuit",
  "OrthogonalMatchingPursuitCV",
  "PassiveAggressiveRegressor",
  "QuantileRegressor",
  "Ridge",
  "RidgeCV",
  "SGDRegressor",
  "TheilSenRegressor",
] as const;

/** A linear regressor by its class. */
const linearRegressor = (className: string): Lowering =>
  defineLowering({
    class: className,
    lower: (context) => {
      const { scores, flat } = linearScores(context);
      return { kind: "regressor", methods: makes({ predict: () => (flat ? context.ops.flat(scores()) : scores()) }) };
    },
  });

export const LINEAR_REGRESSORS: readonly Lowering[] = [
  ...NAMES.map((name) => linearRegressor(`sklearn.linear_model.${name}`)),
  linearRegressor("sklearn.svm.LinearSVR"),
];
