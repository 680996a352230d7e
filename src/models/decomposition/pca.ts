/**
 * sklearn.decomposition.PCA, IncrementalPCA and RandomizedPCA (sklearn.decomposition._base 0.17 to 1.9): projections on
 * the principal axes, whitened where asked; RandomizedPCA keeps whitened axes (sklearn.decomposition.pca 0.17).
 */

import { transpose } from "../../numeric/linear-algebra.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { prefixedNames } from "../parts/columns/prefixed-names.js";
import { expectationOf } from "../parts/expectation.js";
import { latentScores, scaleRows } from "../parts/projections/latent.js";
import { projected } from "../parts/projections/projection.js";
import { deviations } from "../parts/projections/whitening.js";
import { isFused } from "../parts/stored/rounding.js";

const principal = (name: string): ModelDefinition =>
  defineModel({
    class: `sklearn.decomposition.${name}`,
    build: (state) => {
      const components = state.matrix("components_");
      const [count, features] = [components.rows, components.cols];
      const mean = state.has("mean_") ? state.vector("mean_", features) : null;
      const dtypes = ["components_", "mean_"].map((key) => state.dtype(key));
      const whiten = state.truthy("whiten", false);
      const randomized = name === "RandomizedPCA";
      const variances = whiten || !randomized ? state.vector("explained_variance_", count) : new Float64Array(count);
      const scale = deviations(state, variances);
      const expected = expectationOf(state, features);
      const back = whiten && !randomized ? scaleRows(components, variances.map(Math.sqrt)) : components;
      const fused = isFused(state);
      // Booleans and small integers became doubles in 0.24; the way back never checked.
      const narrow = state.before(0, 24);
      const late = state.since(1, 5) && name === "PCA";
      const noise = state.number("noise_variance_");
      return {
        ...expected,
        methods: methods({
          transform: projected(expected, {
            mean,
            meanType: state.dtype("mean_"),
            late,
            weights: components,
            dtypes,
            fused,
            narrow,
            last: whiten && !randomized ? (value, k): number => value / scale[k] : undefined,
          }),
          inverse_transform: projected(unnamed(state.name, count), {
            weights: transpose(back),
            dtypes,
            fused,
            narrow,
            last: (value, j) => value + (mean?.[j] ?? 0),
          }),
          score_samples:
            noise === null || name !== "PCA"
              ? undefined
              : latentScores(
                  {
                    // 0.17 took whitened axes for plain ones here.
                    components: state.since(0, 18) ? back : components,
                    variances: variances.map((variance) => Math.max(0, variance - noise)),
                    noise: new Float64Array(features).fill(noise),
                  },
                  mean,
                  expected,
                  dtypes,
                  narrow,
                ),
          get_feature_names_out: prefixedNames(state, count),
        }),
      };
    },
  });

export const IncrementalPCA = principal("IncrementalPCA");
export const PCA = principal("PCA");
export const RandomizedPCA = principal("RandomizedPCA");
