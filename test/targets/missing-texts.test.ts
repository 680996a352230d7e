/**
 * Missing values among texts, as most pipelines of categories are fitted: no tensor of texts holds one, so the rest of the model is
 * written, and code refuses the row that has one.
 */
import { expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { toCode } from "../../src/targets/code/index.js";
import { toOnnx } from "../../src/targets/onnx/index.js";
import { runModules } from "../support/code.js";
import { feedsOf, withOnnx } from "../support/ort.js";
import { documentOf } from "../support/outputs.js";

const NAN = { $type: "float", value: "nan" };
const objects = (...data: readonly unknown[]) => ({ $type: "ndarray", dtype: "object", shape: [data.length], data });
const object = (name: string, state: object) => ({
  $type: "object",
  class: `sklearn.${name}`,
  state: { ...state, _sklearn_version: "1.5.2" },
});
const pair = (name: string, value: unknown) => ({ $type: "tuple", items: [name, value] });

const imputer = (marker: unknown) =>
  object("impute.SimpleImputer", {
    missing_values: marker,
    strategy: "most_frequent",
    statistics_: objects("rom"),
    _fit_dtype: { $type: "dtype", dtype: "object" },
    indicator_: null,
    add_indicator: false,
    n_features_in_: 1,
  });
const encoder = object("preprocessing.OneHotEncoder", {
  categories_: [objects("bern", "oslo", "rom", NAN)],
  categories: "auto",
  handle_unknown: "ignore",
  drop: null,
  drop_idx_: null,
  sparse_output: false,
  dtype: { $type: "global", name: "numpy.float64" },
  n_features_in_: 1,
});
const pipeline = (marker: unknown) =>
  documentOf(
    object("pipeline.Pipeline", { steps: [pair("imputer", imputer(marker)), pair("encoder", encoder)], memory: null, verbose: false }),
  );

const ROWS = [["bern"], ["rom"], ["paris"], ["nan"]];
const WANTED = [1, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0];

test.each([NAN, null])("the rest of a model that fills in %j", async (marker) => {
  const document = pipeline(marker);
  const ours = modelFromDocument(document).call("transform", { columns: ["city"], rows: ROWS });
  expect(ours).toMatchObject({ shape: [4, 4], data: Float64Array.from(WANTED) });
  const { bytes, report } = toOnnx(document, undefined, { outputs: ["transform"] });
  const inputs = report.inputs as Parameters<typeof feedsOf>[1];
  const feeds = feedsOf({ columns: null, shape: [4, 1], values: ROWS.flat(), tolerance: { rtol: 0, atol: 0 } }, inputs);
  const { transform } = await withOnnx(bytes, (run) => run(feeds ?? {}));
  expect(Array.from(transform?.data as Float64Array)).toEqual(WANTED);
});

test("code refuses the row that misses its text", () => {
  const { bytes } = toCode(pipeline(NAN), undefined, { language: "js" });
  const [[there] = [], [missing] = []] = [ROWS, [["bern"], [Number.NaN]]].map(
    (rows) => runModules([{ bytes, methods: ["transform"], rows }])[0] ?? [],
  );
  expect(there?.values).toEqual(WANTED);
  expect(missing?.error).toMatch(/text/);
});

test("a text that stands for a missing value is filled in", () => {
  const { bytes } = toCode(pipeline("paris"), undefined, { language: "js" });
  const [[ran] = []] = runModules([{ bytes, methods: ["transform"], rows: ROWS }]);
  expect(ran?.values?.slice(8, 12)).toEqual([0, 0, 1, 0]);
});
