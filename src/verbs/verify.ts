/** `verify`: an artifact or neutral document held against what is expected of it, and against what was made of it. */
import type { Check, VerifyOptions as Expectation } from "../verify/index.js";
import { ANY, MEASURE } from "./check-options.js";
import { refused } from "./convert.js";
import { documentOf, type Loadable, type LoadOptions } from "./load.js";

export type { Check } from "../verify/index.js";

/**
 * What a model is held against, how closely, and how it is read.
 * @see verify
 */
export interface VerifyOptions extends Expectation, LoadOptions {
  readonly select?: string;
  /** What was made of the model: another artifact or document, which is to answer as it does, or an ONNX file that cornichon wrote. */
  readonly target?: Loadable;
}

const OWN = { expect: ANY, rtol: MEASURE, atol: MEASURE, target: ANY };

/**
 * Holds a model against what is expected of it: the checks a careful person makes after loading one.
 * @throws CornichonError `artifact.refused`, `input.*`, `document.*`, `model.*`, `host.*`
 * @example
 * ```ts
 * import { verify } from "cornichon";
 *
 * const checks = await verify("model.joblib", { expect: { features: ["MKT", "SMB", "HML"] } });
 * console.log(checks.every(({ ok }) => ok), checks[0]?.name); //=> true feature_names_in_
 * ```
 * @example
 * ```ts
 * import { convert, verify } from "cornichon";
 *
 * const { output } = await convert("model.joblib", { to: "onnx" });
 * const checks = await verify("model.joblib", output === null ? {} : { target: output });
 * console.log(checks.at(-1)?.name, checks.at(-1)?.ok); //=> target: graph true
 * ```
 */
export async function verify(input: Loadable, options: VerifyOptions = {}): Promise<readonly Check[]> {
  const { document, artifacts } = await documentOf(input, options, OWN);
  if (document === null) throw refused(artifacts);
  const checks = (await import("../verify/index.js")).verifyDocument(document, options);
  if (options.target === undefined) return checks;
  const { targetChecks } = await import("./verify-target.js");
  return [...checks, ...(await targetChecks(document, options.target, options, OWN))];
}
