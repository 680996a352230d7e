/** `verify`: an artifact or neutral document held against what is expected of it. */
import type { Check, VerifyOptions } from "../verify/index.js";
import { ANY, MEASURE } from "./check-options.js";
import { refused } from "./convert.js";
import { documentOf, type Loadable, type LoadOptions } from "./load.js";

export type { Check, VerifyOptions } from "../verify/index.js";

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
 */
export async function verify(input: Loadable, options: VerifyOptions & LoadOptions = {}): Promise<readonly Check[]> {
  const { document, artifacts } = await documentOf(input, options, { expect: ANY, rtol: MEASURE, atol: MEASURE });
  if (document === null) throw refused(artifacts);
  return (await import("../verify/index.js")).verifyDocument(document, options);
}
