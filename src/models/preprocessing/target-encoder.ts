/**
 * sklearn.preprocessing.TargetEncoder (_target_encoder 1.3 to 1.9): each category's fitted mean of the target, unknown
 * ones the mean of all; several columns a feature, one a class, where the target has several classes.
 */
import { float64, texts } from "../../numeric/ndarray.js";
import { defineModel, methods } from "../define.js";
import { allCategories, encodeCategories } from "../parts/columns/categories.js";
import { namesIn } from "../parts/columns/columns.js";
import { encodingsOf } from "../parts/columns/encodings.js";
import { expectationOf } from "../parts/expectation.js";
import { pythonText } from "../parts/text/python-text.js";

export const TargetEncoder = defineModel({
  class: "sklearn.preprocessing.TargetEncoder",
  build: (state) => {
    const features = allCategories(state);
    const expected = expectationOf(state, features.length);
    const many = state.text("target_type_") === "multiclass";
    const names = many ? state.array("classes_") : null;
    const classes = names?.data.length ?? 1;
    const means = state.vector("target_mean_", classes);
    const encodings = encodingsOf(
      state,
      features.map(({ values }) => values.length),
      classes,
    );
    const outputs = encodings.length;
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          const places = encodeCategories(x, expected, features, false);
          const rows = places.length / Math.max(features.length, 1);
          const out = new Float64Array(rows * outputs);
          for (let i = 0; i < rows; i++)
            for (let k = 0; k < outputs; k++) {
              const place = places[i * features.length + Math.floor(k / classes)];
              out[i * outputs + k] = (place < 0 ? means[k % classes] : encodings[k]?.[place]) ?? 0;
            }
          return float64([rows, outputs], out);
        },
        get_feature_names_out: (_x, options) => {
          const given = namesIn(expected.featureNames, features.length, options);
          if (names === null) return texts(given);
          return texts(given.flatMap((name) => Array.from(names.data, (label) => `${name}_${pythonText(label, names.dtype)}`)));
        },
      }),
    };
  },
});
