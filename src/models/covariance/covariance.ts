/**
 * The covariance estimators of sklearn.covariance, 0.17 to 1.9: what one knows of new rows is their squared Mahalanobis
 * distance. How the covariance was found makes no difference to that.
 */
import { float64 } from "../../numeric/ndarray.js";
import { defineModel, type ModelDefinition, methods } from "../define.js";
import { expectationOf } from "../parts/expectation.js";
import { covarianceOf } from "../parts/projections/mahalanobis.js";

const covariance = (name: string): ModelDefinition =>
  defineModel({
    class: `sklearn.covariance.${name}`,
    build: (state) => {
      const { features, mahalanobis } = covarianceOf(state);
      const expected = expectationOf(state, features);
      return {
        ...expected,
        methods: methods({
          mahalanobis: (x) => {
            const m = x.matrix(expected);
            return float64([m.rows], mahalanobis(m));
          },
        }),
      };
    },
  });

export const EmpiricalCovariance = covariance("EmpiricalCovariance");
export const GraphicalLasso = covariance("GraphicalLasso");
export const GraphicalLassoCV = covariance("GraphicalLassoCV");
export const GraphLasso = covariance("GraphLasso");
export const GraphLassoCV = covariance("GraphLassoCV");
export const LedoitWolf = covariance("LedoitWolf");
export const MinCovDet = covariance("MinCovDet");
export const OAS = covariance("OAS");
export const ShrunkCovariance = covariance("ShrunkCovariance");
