/** Weights beside the file, from a limit on that is lowered here: onnxruntime finds them and answers the same. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as ort from "onnxruntime-node";
import { afterAll, expect, test } from "vitest";
import type { NeutralDocument } from "../../src/neutral/document.js";
import { Inputs } from "../../src/output/atomic.js";
import { joined } from "../../src/targets/deferred.js";
import { onnxOf } from "../../src/targets/onnx/index.js";
import { Target } from "../../src/verbs/convert-target.js";
import { documentOf } from "../../src/verbs/load.js";
import { sharedVersions } from "../support/shared.js";

const folder = mkdtempSync(join(tmpdir(), "cornichon-external-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const paths = [...sharedVersions()]
  .filter(({ version }) => version === "1.9.1")
  .map((one) => join(one.folder, "GaussianProcessClassifier__multi.pkl"))
  .filter((path) => existsSync(path));

async function fixture(path: string): Promise<NeutralDocument> {
  const { document } = await documentOf(path, {}, {});
  if (document === null) throw new Error(path);
  return document;
}

async function answer(model: string | Uint8Array): Promise<readonly number[]> {
  const session = typeof model === "string" ? await ort.InferenceSession.create(model) : await ort.InferenceSession.create(model);
  const columns = session.inputMetadata[0]?.isTensor === true ? Number(session.inputMetadata[0].shape[1]) : 0;
  const x = Float64Array.from({ length: 5 * columns }, (_, at) => Math.sin(at));
  const found = await session.run({ X: new ort.Tensor("float64", x, [5, columns]) });
  await session.release();
  return Object.values(found).flatMap(({ data }) => Array.from(data, Number));
}

test.each(paths)("%s with a file beside it", async (path) => {
  const document = await fixture(path);
  const inside = onnxOf(document, undefined, {});
  const { bytes, beside, report } = onnxOf(document, undefined, {}, { location: "m.onnx.data", above: 5000 });
  if (beside === null) throw new Error("nothing beside it");
  writeFileSync(join(folder, "m.onnx"), joined(bytes));
  writeFileSync(join(folder, "m.onnx.data"), joined(beside));
  expect(report.external_data).toEqual({ location: "m.onnx.data", bytes: beside.length });
  expect(bytes.length).toBeLessThan(inside.bytes.length - beside.length / 2);
  const wanted = await answer(joined(inside.bytes));
  expect(wanted.length).toBeGreaterThan(10);
  expect(await answer(join(folder, "m.onnx"))).toEqual(wanted);
});

test.each(paths)("%s in itself, where it is short or has no place beside it", async (path) => {
  const document = await fixture(path);
  const plain = joined(onnxOf(document, undefined, {}).bytes);
  const short = onnxOf(document, undefined, {}, { location: "m.onnx.data", above: 1.5e9 });
  expect(short.beside).toBeNull();
  expect(Buffer.compare(joined(short.bytes), plain)).toBe(0);
});

test("the place beside an output is written whole, and is no input", async () => {
  const output = join(folder, "placed.onnx");
  const guard = { inputs: new Inputs([]), outputs: new Inputs([]), mixed: false, needsSidecar: false, sidecar: "data" };
  const target = new Target({ output, folder: null }, guard);
  target.write(Buffer.from("model"));
  target.besideOutput?.write(Buffer.from("weights"));
  await target.commit(() => undefined);
  expect(readdirSync(folder).filter((name) => name.startsWith("placed"))).toEqual(["placed.onnx", "placed.onnx.data"]);
  expect(readFileSync(`${output}.data`, "utf8")).toBe("weights");
  const guarded = new Target({ output, folder: null }, { ...guard, inputs: new Inputs([`${output}.data`]) });
  guarded.write(Buffer.from("model"));
  expect(() => guarded.besideOutput?.write(Buffer.from("x"))).toThrow("the output is the input");
  guarded.discard();
});
