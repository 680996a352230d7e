/** What is written for Python is judged before anyone gets it: a document from anyone may say what native code takes on trust. */
import { join } from "node:path";
import { expect, test } from "vitest";
import { convert } from "../../src/verbs/convert.js";
import { ROOT } from "../support/cli.js";

const SPARSE = join(ROOT, "fixtures", "models", "1.9.1", "KNeighborsClassifier__sparse.pkl");

/** The document of a sparse matrix, of so many rows or its own. */
async function matrix(rows?: number): Promise<Uint8Array> {
  const document = JSON.parse(String((await convert(SPARSE, { arrays: "inline" })).document));
  const root = document.root.state._fit_X;
  if (rows !== undefined) root.state._shape.items[0] = rows;
  return Buffer.from(JSON.stringify({ ...document, root }));
}

test.each(["pickle", "skops"] as const)("a sparse matrix of other rows than its pointers has is no %s", async (to) => {
  const sound = await convert(await matrix(), { to });
  expect([sound.verdict, sound.findings, (sound.output?.length ?? 0) > 0]).toEqual(["safe", [], true]);
  const { output, verdict, findings } = await convert(await matrix(99_999), { to });
  expect([output, verdict]).toEqual([null, "unsupported"]);
  expect(findings.map(({ code, message }) => [code, String(message)])).toEqual([
    ["target.unsupported", expect.stringMatching(/csr_matrix.*what would be written is not safe/)],
  ]);
});
