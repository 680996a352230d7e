/**
 * Models that are written for Python are made here first: what a model of ours needs of its state (sizes that agree, indices in
 * range), sklearn's compiled code takes on trust. What only Python reads is held by `migrate/rules/native.ts`. Slow: as a load.
 */
import { CornichonError } from "../../errors.js";
import { findEstimators, makerIn } from "../../model/all.js";
import type { References } from "../../neutral/document.js";

/** What does not answer here may still be written: unfitted models, and what our models have no form for. */
const NO_LIE: ReadonlySet<string> = new Set(["model.not-fitted", "model.unsupported-class", "model.needs-code"]);

/** @throws CornichonError `model.inconsistent`, `document.malformed` */
export function holdModels(root: unknown, references: References): void {
  for (const { value } of findEstimators(root, references)) {
    try {
      makerIn(references)(value);
    } catch (error) {
      if (!(error instanceof CornichonError) || !NO_LIE.has(error.code)) throw error;
    }
  }
}
