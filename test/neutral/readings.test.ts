/** Documents that mean more than they hold: one array, referred to from everywhere, is read again for each model. */
import { expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { findEstimators, modelFromDocument } from "../../src/model/all.js";
import { referencesOf } from "../../src/neutral/document.js";
import { documentOf } from "../support/outputs.js";

const COLUMNS = 250_000;
const state = (attributes: object): object => ({ n_features_in_: COLUMNS, _sklearn_version: "1.3.0", ...attributes });
const regressor = (coef: object): object => ({
  $type: "object",
  class: "sklearn.linear_model.LinearRegression",
  origin: "sklearn.linear_model._base.LinearRegression",
  state: state({ coef_: coef, intercept_: 0.5 }),
});
const ARRAY = { $type: "ndarray", $id: 1, dtype: "float64", shape: [COLUMNS], base64: Buffer.alloc(8 * COLUMNS).toString("base64") };
const LIST = { $type: "list", $id: 1, items: Array.from({ length: COLUMNS }, () => 1.5) };

/** A vote of so many models over one array. */
const voting = (count: number, shared: object): object => ({
  $type: "object",
  class: "sklearn.ensemble.VotingRegressor",
  origin: "sklearn.ensemble._voting.VotingRegressor",
  state: state({
    weights: null,
    estimators: Array.from({ length: count }, (_, i) => ({ $type: "tuple", items: [`m${i}`, 0] })),
    estimators_: [regressor(shared), ...Array.from({ length: count - 1 }, () => regressor({ $type: "ref", id: 1 }))],
  }),
});

function failure(root: object): string {
  try {
    modelFromDocument(documentOf(root));
  } catch (error) {
    return error instanceof CornichonError ? error.code : String(error);
  }
  return "made";
}

test("a few models over one array are made", () => expect(failure(voting(20, ARRAY))).toBe("made"));

test.each([
  ["array", ARRAY],
  ["list", LIST],
])(
  "thousands of models over one %s are a limit, in the memory that they may have",
  (_what, shared) => {
    const before = process.memoryUsage();
    expect(failure(voting(4000, shared))).toBe("document.limit");
    const { arrayBuffers, heapUsed } = process.memoryUsage();
    // 8 GB without it.
    expect(arrayBuffers - before.arrayBuffers + heapUsed - before.heapUsed).toBeLessThan(2 ** 31);
  },
  60_000,
);

test("a list of millions of numbers beside an estimator costs nothing to look through", () => {
  const document = documentOf([Array.from({ length: 2_000_000 }, (_, i) => i), regressor(ARRAY)]);
  const before = process.memoryUsage().heapUsed;
  const found = findEstimators(document.root, referencesOf(document));
  expect(found.map(({ path, className }) => [path, className])).toEqual([[[1], "sklearn.linear_model.LinearRegression"]]);
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(60 * 2 ** 20);
});
