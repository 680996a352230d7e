/** What is written for Python is judged before anyone gets it: a document from anyone may say what native code takes on trust. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { convert } from "../../src/verbs/convert.js";
import { ROOT } from "../support/cli.js";

const SPARSE = join(ROOT, "fixtures", "models", "1.9.1", "KNeighborsClassifier__sparse.pkl");

/** The document of a model, changed. */
async function forged(from: RegExp, to: string): Promise<Uint8Array> {
  const { document } = await convert(SPARSE, {});
  const text = String(document).replace(from, to);
  expect(text).not.toBe(document);
  return Buffer.from(text);
}

test.each(["pickle", "skops"] as const)("a sparse matrix of other rows than its pointers has is no %s", async (to) => {
  const sound = await convert(readFileSync(SPARSE), { to });
  expect([sound.verdict, sound.findings]).toEqual(["safe", []]);
  const { output, verdict, findings } = await convert(
    await forged(/"_shape":\{"\$type":"tuple","items":\[\d+,/, '"_shape":{"$type":"tuple","items":[99999,'),
    { to },
  );
  expect([output, verdict]).toEqual([null, "unsupported"]);
  expect(findings.map(({ code, message }) => [code, String(message)])).toEqual([
    ["target.unsupported", expect.stringMatching(/csr_matrix.*what would be written is not safe/)],
  ]);
});
