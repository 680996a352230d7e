/** Steps of imbalanced-learn's pipelines that resample rows: they change what is fitted, and nothing when it is asked. */
import { own } from "../../../neutral/document.js";
import type { Step } from "./steps.js";

const SAMPLING = ["imblearn.over_sampling.", "imblearn.under_sampling.", "imblearn.combine.", "imblearn.FunctionSampler"];

/** True for a step that resamples rows. */
export function isSampler({ value }: Step): boolean {
  const name = own(value, "class");
  return typeof name === "string" && SAMPLING.some((start) => name.startsWith(start));
}
