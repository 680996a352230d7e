/** Bytes of long arrays that come behind a document, instead of base64 in it: whoever reads or prints it sees no difference. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseLossless, printLossless } from "../../src/neutral/lossless.js";
import { rawBytesOf } from "../../src/neutral/raw-bytes.js";
import { toOnnx } from "../../src/targets/onnx/index.js";
import { upgradeRoot } from "../../src/upgrade/document.js";
import { convert } from "../../src/verbs/convert.js";
import { KeptDocument } from "../../src/verbs/kept-document.js";
import { documentOf } from "../../src/verbs/load.js";
import { sharedVersions } from "../support/shared.js";

/** Fixtures that have an array of more than 1,000 items. */
const LONG = ["Isomap", "GaussianProcessRegressor__rbf", "GaussianProcessClassifier__multi"];

const paths = [...sharedVersions()]
  .filter(({ version }) => version === "1.9.1" || version === "0.20.4")
  .flatMap(({ folder }) => LONG.map((name) => join(folder, `${name}.pkl`)))
  .filter((path) => existsSync(path));

const textOf = async (path: string): Promise<string> => (await convert(path, {})).document ?? "";

describe.each(paths)("%s", (path) => {
  test("is the document that its text is", async () => {
    const { document } = await documentOf(path, {}, {});
    const text = await textOf(path);
    expect(text).toContain('"base64":"');
    expect(`${JSON.stringify(document?.root)}`).toBe(JSON.stringify(JSON.parse(text).root));
  });

  test("is printed as its text would be", async () => {
    const whole: { readonly root?: unknown } = Object(parseLossless(await textOf(path)));
    const printed = [...printLossless(upgradeRoot(whole.root))].join("");
    expect((await convert(path, { view: "upgrade" })).document).toContain(`"root":${printed}}`);
  });

  test("has the bytes of its text", async () => {
    const { document } = await documentOf(path, {}, {});
    const arrays = [...arraysOf(document?.root)];
    const texts = [...arraysOf(JSON.parse(await textOf(path)).root)];
    expect(arrays.length).toBeGreaterThan(0);
    expect(arrays.map(rawBytesOf)).toEqual(texts.map(rawBytesOf));
  });
});

function* arraysOf(root: unknown): Generator<object> {
  const left: unknown[] = [root];
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== "object" || value === null) continue;
    if ("dtype" in value && "base64" in value) yield value;
    else left.push(...Object.values(value).filter((item) => item !== null && item !== undefined));
  }
}

test.skipIf(paths.length === 0)("a target gets them, and nobody the document", async () => {
  const path = paths.find((one) => one.includes("Regressor")) ?? "";
  const made = await convert(path, { to: "onnx" });
  const written = toOnnx(JSON.parse(await textOf(path)), undefined, {});
  expect(made.document).toBeNull();
  expect(Buffer.compare(Buffer.from(made.output ?? []), written.bytes)).toBe(0);
});

test("more than there is memory for is refused before any of it is kept", () => {
  const arrays = [{ bytes: 600 }, { bytes: 500 }];
  expect(() => new KeptDocument(2700).tensors(arrays)).toThrow("Its arrays have 1100 bytes, and what is made of them needs more memory");
  expect(() => new KeptDocument(2800).tensors(arrays)).not.toThrow();
});
