/**
 * sklearn.cluster.MeanShift and AffinityPropagation: the nearest centre (sklearn.cluster._mean_shift and
 * _affinity_propagation 0.17 to 1.9). Without centres every row is −1, and a model of given affinities has no predict.
 */
import { int64 } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { argminRule, nearestCenters } from "../parts/projections/centers.js";
import { isSparseAttribute, sparseAttribute, writtenOut } from "../parts/stored/sparse-attribute.js";

const exemplars = (name: string): ModelDefinition =>
  defineModel({
    class: `sklearn.cluster.${name}`,
    build: (state) => {
      if (!state.has("cluster_centers_")) return { ...expectationOf(state, null), methods: methods({}) };
      const centers = isSparseAttribute(state, "cluster_centers_")
        ? writtenOut(state, "cluster_centers_", sparseAttribute(state, "cluster_centers_"))
        : state.matrix("cluster_centers_");
      const expected = expectationOf(state, centers.cols === 0 ? null : centers.cols);
      const nearest = nearestCenters(centers, argminRule(state));
      return {
        ...expected,
        methods: methods({
          predict: (x) => {
            const m = x.matrix(expected);
            return int64([m.rows], centers.rows === 0 ? new Int32Array(m.rows).fill(-1) : nearest(m));
          },
        }),
      };
    },
  });

export const AffinityPropagation = exemplars("AffinityPropagation");
export const MeanShift = exemplars("MeanShift");
