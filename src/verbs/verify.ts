/** `verify`: an artifact or neutral document held against what is expected of it. */
import type { Check, VerifyOptions } from "../verify/index.js";
import { ANY, MEASURE } from "./check-options.js";
import { refused } from "./convert.js";
import { documentOf, type Loadable, type LoadOptions } from "./load.js";

export type { Check, VerifyOptions } from "../verify/index.js";

/** @throws CornichonError `artifact.refused`, `input.*`, `document.*`, `model.*`, `host.*` */
export async function verify(input: Loadable, options: VerifyOptions & LoadOptions = {}): Promise<readonly Check[]> {
  const { document, artifacts } = await documentOf(input, options, { expect: ANY, rtol: MEASURE, atol: MEASURE });
  if (document === null) throw refused(artifacts);
  return (await import("../verify/index.js")).verifyDocument(document, options);
}
