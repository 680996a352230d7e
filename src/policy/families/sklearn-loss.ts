/**
 * sklearn's classes of one package: spellings, places for references, methods and properties. Made by
 * scripts/policy/sklearn_rows.py from 16 versions; do not edit by hand. All are made empty and filled by one BUILD.
 */
import type { ClassRow } from "../rows.js";

/** sklearn loss: every spelling since 0.17. */
export const SKLEARN_LOSS: readonly ClassRow[] = [
  {
    path: "sklearn._loss.glm_distribution.GammaDistribution",
    at: "sklearn._loss.glm_distribution",
    bases: "ExponentialDispersionModel TweedieDistribution",
  },
  {
    path: "sklearn._loss.glm_distribution.InverseGaussianDistribution",
    at: "sklearn._loss.glm_distribution",
    bases: "ExponentialDispersionModel TweedieDistribution",
  },
  {
    path: "sklearn._loss.glm_distribution.NormalDistribution",
    at: "sklearn._loss.glm_distribution",
    bases: "ExponentialDispersionModel TweedieDistribution",
  },
  {
    path: "sklearn._loss.glm_distribution.PoissonDistribution",
    at: "sklearn._loss.glm_distribution",
    bases: "ExponentialDispersionModel TweedieDistribution",
  },
  {
    path: "sklearn._loss.glm_distribution.TweedieDistribution",
    at: "sklearn._loss.glm_distribution",
    bases: "ExponentialDispersionModel",
    members: "unit_deviance unit_variance",
  },
  {
    path: "sklearn._loss.link.HalfLogitLink",
    at: "sklearn._loss.link",
    bases: "BaseLink",
    members: "inverse link",
  },
  {
    path: "sklearn._loss.link.IdentityLink",
    at: "sklearn._loss.link",
    bases: "BaseLink",
    members: "inverse link",
  },
  {
    path: "sklearn._loss.link.Interval",
    at: "sklearn._loss.link",
    members: "includes",
  },
  {
    path: "sklearn._loss.link.LogLink",
    at: "sklearn._loss.link",
    bases: "BaseLink",
    members: "inverse link",
  },
  {
    path: "sklearn._loss.link.LogitLink",
    at: "sklearn._loss.link",
    bases: "BaseLink",
    members: "inverse link",
  },
  {
    path: "sklearn._loss.link.MultinomialLogit",
    at: "sklearn._loss.link",
    bases: "BaseLink",
    members: "inverse link symmetrize_raw_prediction",
  },
  {
    path: "sklearn._loss.loss.AbsoluteError",
    at: "sklearn._loss.loss",
    bases: "BaseLoss",
    members: "fit_intercept_only",
    callable: true,
  },
  {
    path: "sklearn._loss.loss.ExponentialLoss",
    at: "sklearn._loss.loss",
    bases: "BaseLoss",
    members: "constant_to_optimal_zero predict_proba",
    callable: true,
  },
  {
    path: "sklearn._loss.loss.HalfBinomialLossArrayAPI",
    at: "sklearn._loss.loss",
    bases: "ArrayAPILossMixin BaseLoss",
    members: "_compute_gradient _compute_loss constant_to_optimal_zero loss_gradient predict_proba",
    callable: true,
  },
  {
    path: "sklearn._loss.loss.HalfGammaLoss",
    at: "sklearn._loss.loss",
    bases: "BaseLoss",
    members: "constant_to_optimal_zero",
    callable: true,
  },
  {
    path: "sklearn._loss.loss.HalfPoissonLoss",
    at: "sklearn._loss.loss",
    bases: "BaseLoss",
    members: "constant_to_optimal_zero",
    callable: true,
  },
  {
    path: "sklearn._loss.loss.HalfPoissonLossArrayAPI",
    at: "sklearn._loss.loss",
    bases: "ArrayAPILossMixin BaseLoss",
    members: "_compute_gradient _compute_loss constant_to_optimal_zero loss_gradient",
    callable: true,
  },
  {
    path: "sklearn._loss.loss.HalfSquaredError",
    at: "sklearn._loss.loss",
    bases: "BaseLoss",
    callable: true,
  },
  {
    path: "sklearn._loss.loss.HalfTweedieLoss",
    at: "sklearn._loss.loss",
    bases: "BaseLoss",
    members: "constant_to_optimal_zero",
    callable: true,
  },
  {
    path: "sklearn._loss.loss.HalfTweedieLossIdentity",
    at: "sklearn._loss.loss",
    bases: "BaseLoss",
    callable: true,
  },
  {
    path: "sklearn._loss.loss.HuberLoss",
    at: "sklearn._loss.loss",
    bases: "BaseLoss",
    members: "fit_intercept_only",
    callable: true,
  },
  {
    path: "sklearn._loss.loss.PinballLoss",
    at: "sklearn._loss.loss",
    bases: "BaseLoss",
    members: "fit_intercept_only",
    callable: true,
  },
];
