/** A document whose arrays are in a second file, for a page that has fetched both. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createLoader, DecisionTreeRegressor, RandomForestRegressor } from "../../src/web/index.js";
import { cornichon, ROOT, withFolder } from "../support/cli.js";

const FAULT = join(ROOT, "fixtures", "input", "20-sidecar-document");

test("is a model with the second file, and none without it", () => {
  withFolder((folder) => {
    cornichon(["convert", join(FAULT, "m.joblib"), "--arrays", "sidecar", "--output", join(folder, "m.json")]);
    const document: object = JSON.parse(readFileSync(join(folder, "m.json"), "utf8"));
    const before = JSON.stringify(document);
    const sidecar = readFileSync(join(folder, "m.safetensors"));
    const load = createLoader([RandomForestRegressor, DecisionTreeRegressor]);
    const { predict } = JSON.parse(readFileSync(join(FAULT, "expected.json"), "utf8"));
    const x = readFileSync(join(FAULT, "x.npy")).subarray(128);
    const rows = { dtype: "float64", shape: [3, 3], data: new Float64Array(x.buffer.slice(x.byteOffset, x.byteOffset + 72)) };
    expect(Array.from<unknown>(load(document, { sidecar }).predict?.(rows).data ?? [])).toEqual(predict);
    expect(JSON.stringify(document)).toBe(before);
    expect(() => load(document)).toThrow(/sidecar|values/);
    expect(() => load(document, { sidecar: sidecar.subarray(0, 40) })).toThrow(/sidecar/);
  });
});
