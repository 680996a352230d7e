/** sklearn.pipeline.FeatureUnion: what several transformers give, side by side; sparse when one of them is. */
import { texts } from "../../numeric/ndarray.js";
import { defineModel, denseResult, type FittedModel, isSparseResult, type Method, type Result } from "../define.js";
import { namesOut } from "../parts/columns/columns.js";
import { expectationOf } from "../parts/expectation.js";
import { methodOf } from "../parts/meta/delegation.js";
import { asItIs, prefixed, sideBySide } from "../parts/meta/side-by-side.js";
import { stepModel, stepsOf } from "../parts/meta/steps.js";
import { transformerWeights, weighted } from "../parts/meta/weights.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

interface Part {
  readonly name: string;
  /** Null: X as it is. */
  readonly model: FittedModel | null;
  readonly weight: number | null;
}

function partsOf(state: State, make: (value: unknown) => FittedModel): readonly Part[] {
  const weights = transformerWeights(state);
  return stepsOf(state, "transformer_list", 2)
    .filter(({ value }) => value !== null && value !== "drop")
    .map((step) => ({ name: step.name, model: stepModel(step, make), weight: weights.get(step.name) ?? null }));
}

function transform(state: State, parts: readonly Part[], x: Samples): Result {
  const results = parts.map(({ model, weight }) =>
    weighted(model === null ? asItIs(x) : methodOf(state, model, "transform")(x, {}), weight),
  );
  return sideBySide(results, x.rows, results.some(isSparseResult));
}

/** Each part's names behind its own. */
function featureNamesOut(state: State, parts: readonly Part[]): Method {
  const prefix = prefixed(state);
  return (x, options) =>
    texts(
      parts.flatMap(({ name, model }) => {
        const names =
          model === null
            ? namesOut(state.featureNames(), x.width, options)
            : denseResult(methodOf(state, model, "get_feature_names_out")(x, options));
        return Array.from(names.data, (feature) => prefix(name, String(feature)));
      }),
    );
}

export const FeatureUnion = defineModel({
  class: "sklearn.pipeline.FeatureUnion",
  build: (state, make) => {
    const parts = partsOf(state, make);
    const first = parts.find(({ model }) => model !== null)?.model;
    const { featureNames, nFeatures } = expectationOf(state, null);
    const table = new Map<string, Method>([["transform", (x) => transform(state, parts, x)]]);
    if (parts.every(({ model }) => model === null || model.methods.has("get_feature_names_out")))
      table.set("get_feature_names_out", featureNamesOut(state, parts));
    return {
      nFeatures: nFeatures ?? first?.nFeatures ?? null,
      featureNames: featureNames ?? first?.featureNames ?? null,
      ...(first?.takesTexts === undefined ? {} : { takesTexts: first.takesTexts }),
      methods: table,
    };
  },
});
