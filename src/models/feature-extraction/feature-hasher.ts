/** sklearn.feature_extraction.FeatureHasher (0.17 to 1.9): dicts, pairs or lists of names in columns by their hash. */
import { CornichonError, sentence, showText } from "../../errors.js";
import { defineModel, methods, NO_COLUMNS } from "../define.js";
import { dtypeParameter } from "../parts/columns/dtype-parameter.js";
import { castTo } from "../parts/columns/whole-cast.js";
import { type Feature, hashingOf, hashRows } from "../parts/text/hashing.js";
import type { Samples } from "../samples.js";

/** A text is a feature of its own, `name=text`. */
function feature(name: unknown, value: unknown): Feature {
  if (typeof name !== "string") throw new CornichonError("input.malformed", sentence`FeatureHasher takes names that are texts.`);
  if (typeof value === "string") return [`${name}=${value}`, 1];
  if (typeof value !== "number" && typeof value !== "boolean" && typeof value !== "bigint")
    throw new CornichonError(
      "input.malformed",
      sentence`FeatureHasher takes numbers and texts, and ${showText(JSON.stringify(name))} has neither.`,
    );
  return [name, Number(value)];
}

function pair(item: unknown): Feature {
  if (!Array.isArray(item) || item.length !== 2)
    throw new CornichonError("input.malformed", sentence`FeatureHasher takes pairs of name and value.`);
  return feature(item[0], item[1]);
}

/** `old`: until 1.1 a text was the list of its characters. */
function featuresOf(x: Samples, type: string, old: boolean): readonly (readonly Feature[])[] {
  if (type === "string") return x.lists("FeatureHasher", old).map((names) => names.map((name) => feature(name, 1)));
  if (type === "pair") return x.lists("FeatureHasher").map((pairs) => pairs.map(pair));
  return x.records("FeatureHasher").map((entries) => entries.map(([name, value]) => feature(name, value)));
}

export const FeatureHasher = defineModel({
  class: "sklearn.feature_extraction.FeatureHasher",
  build: (state) => {
    const hashing = hashingOf(state);
    const dtype = dtypeParameter(state, "dtype", "float64");
    const cast = castTo(state, dtype);
    const type = state.text("input_type") ?? "dict";
    return {
      ...NO_COLUMNS,
      methods: methods({ transform: (x) => hashRows(featuresOf(x, type, state.before(1, 2)), hashing, dtype, cast) }),
    };
  },
});
