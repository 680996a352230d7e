/** The hash of all that a verdict hangs on beside the file: policy, limits, options. */
import { createHash } from "node:crypto";
import type { ScanOptions } from "../../index.js";
import { makingOf } from "../../report/policy-used.js";
import type { Reading } from "../options.js";

export async function readingHash(
  { policy, limits, allowTrailing, py2Strings }: Reading,
  asked: Pick<ScanOptions, "deep">,
): Promise<string> {
  const making = await makingOf({ ...(policy === undefined ? {} : { policy }), ...(limits === undefined ? {} : { limits }) });
  const all = [making.policy.sha256, making.limits, asked.deep === true, allowTrailing === true, py2Strings ?? "latin1"];
  return createHash("sha256").update(JSON.stringify(all)).digest("hex");
}
