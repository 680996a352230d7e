/** `cornichon/web` as a page gets it: small, without the host, and with the same answers. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { afterAll, expect, test } from "vitest";
import { convert, load as loadHere } from "../../src/index.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { bundle as bundleIn, pageOf } from "../support/page.js";
import { FIXTURES } from "../support/shared.js";

const KIB = 1024;
const folder = mkdtempSync(join(tmpdir(), "cornichon-web-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bundle = (name: string, script: string): Promise<string> => bundleIn(folder, name, script);

const gzipped = (file: string): number => gzipSync(readFileSync(file)).length;

const RIDGE = pageOf("Ridge");
const ALL =
  'import * as all from "cornichon/web";\nexport const load = all.createLoader(Object.values(all).filter((one) => one?.build));\n';

test("Ridge alone is 20 KB at the most", async () => {
  expect(gzipped(await bundle("ridge", RIDGE))).toBeLessThanOrEqual(20 * KIB);
});

test.each([
  ["Ridge", "sklearn.linear_model.Lasso"],
  ["Perceptron", "sklearn.linear_model.PassiveAggressiveClassifier"],
  ["SVC", "sklearn.svm.NuSVC"],
  ["LinearSVR", "sklearn.svm.SVR"],
  ["DecisionTreeRegressor", "sklearn.tree.ExtraTreeRegressor"],
  ["RandomForestRegressor", "sklearn.ensemble.ExtraTreesRegressor"],
  ["LabelSpreading", "sklearn.semi_supervised.LabelPropagation"],
  ["SelectKBest", "GenericUnivariateSelect"],
])("%s comes without the others of its file", async (name, other) => {
  const text = readFileSync(await bundle(name, pageOf(name)), "utf8");
  expect(text).toContain(name);
  expect(text).not.toContain(`"${other}"`);
  expect(text).not.toContain(`.${other}"`);
});

test("all models are 150 KB at the most", async () => {
  expect(gzipped(await bundle("all", ALL))).toBeLessThanOrEqual(150 * KIB);
});

test("a bundled loader answers as the library does, and names what it was not given", async () => {
  const { load } = await import(pathToFileURL(await bundle("answers", RIDGE)).href);
  const document = (file: string) => documentOf(runGuest(readFileSync(join(FIXTURES, "seed", "1.9.1", file))).root);
  const expected = JSON.parse(readFileSync(join(FIXTURES, "seed", "1.9.1", "ridge.json"), "utf8"));
  const model = load(JSON.stringify(document("ridge.pkl")));
  const rows = Array.from({ length: expected.input.rows.length }, (_, i) => expected.input.rows[i]);
  Array.from<number>(model.predict({ columns: expected.input.columns, rows }).data).forEach((value, i) => {
    expect(value).toBeCloseTo(expected.outputs.predict.data[i], 9);
  });
  expect(() => load(document("pipeline.pkl"))).toThrow(expect.objectContaining({ code: "model.unsupported-class" }));
});

test("a document with its arrays in a second file is loaded with it, and stays as it is", async () => {
  const script = pageOf("RandomForestRegressor", "DecisionTreeRegressor");
  const { load } = await import(pathToFileURL(await bundle("sidecar", script)).href);
  const fault = join(FIXTURES, "input", "20-sidecar-document");
  const { document: text, sidecar } = await convert(join(fault, "m.joblib"), { arrays: "sidecar" });
  if (text === null || sidecar === null) throw new Error("nothing was converted");
  const { model: whole } = await loadHere(join(fault, "m.joblib"));
  const X = [
    [1, 2, 3],
    [0.5, -1, 0.1],
  ];
  const document = JSON.parse(text);
  for (const bytes of [sidecar, Uint8Array.from(sidecar).buffer])
    for (const given of [text, document])
      expect([...load(given, { sidecar: bytes }).predict(X).data]).toEqual([...(whole?.predict?.(X).data ?? [])]);
  expect(() => load(document)).toThrow(/in a sidecar that was not given/);
  expect(() => load(text, { sidecar: sidecar.slice(0, 100) })).toThrow(expect.objectContaining({ code: "document.malformed" }));
});
