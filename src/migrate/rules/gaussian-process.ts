/**
 * Gaussian processes: since 0.23 (sklearn.gaussian_process._gpr) y is scaled by a deviation, which was 1 before. One for all
 * targets, so that deviations of answers are one a row, as they were.
 */
import { at, defineMigration, type MigrationRule } from "../define.js";
import { constants } from "../numbers.js";

export const GAUSSIAN_PROCESS: readonly MigrationRule[] = [
  defineMigration({
    classes: at("gaussian_process", "GaussianProcessRegressor"),
    before: [0, 23],
    doc: "y was not scaled, so its deviation is 1",
    migrate: (stored) => {
      if (stored.has("y_train_")) stored.add("_y_train_std", constants(1, [1]));
    },
  }),
];
