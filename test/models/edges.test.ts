/**
 * What a version of sklearn does otherwise than others, at its edges (`fixtures/edges/make.py`): a single class, constant
 * labels, rows of nearly no length, numbers near zero, several outputs. The model answers as recorded, and so does ONNX.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { runGuest } from "../support/guest.js";
import { onnxDifferences } from "../support/onnx-labels.js";
import { recordedOf } from "../support/ort.js";
import { documentOf, outputDifference } from "../support/outputs.js";
import { type ExpectedLabel, FIXTURES } from "../support/shared.js";

/** `errors`: methods that raise in Python. */
type Case = ExpectedLabel & { readonly pickled: string; readonly errors: readonly string[] };

const folder = join(FIXTURES, "edges");
const casesIn = (file: string): [string, Case][] => Object.entries(JSON.parse(gunzipSync(readFileSync(join(folder, file))).toString()));

describe.each(readdirSync(folder).filter((name) => name.endsWith(".json.gz")))("%s", (file) => {
  test.each(casesIn(file))("%s", async (name, label) => {
    const { root } = runGuest(Buffer.from(label.pickled, "base64"));
    expect(outputDifference(root, label)).toBeNull();
    const answered = Object.keys(label.outputs ?? {});
    // A file with a method that raises is an error for its rows, whichever output is asked for.
    // Refused by name: what 0.23 stored of its columns is the number of rows.
    const wanted = file.startsWith("0.23") && name === "CheckingClassifier" ? null : [];
    if (answered.length > 0)
      expect(await onnxDifferences(root, label, false, label.errors.length > 0 ? answered : ["all"])).toEqual(wanted);
    const model = modelFromDocument(documentOf(root));
    const x = recordedOf(label.input);
    for (const method of label.errors)
      expect(() =>
        model.call(method, x === null ? [] : { dtype: "float64", shape: x.shape, data: Float64Array.from(x.values, Number) }),
      ).toThrow();
    // None is left out of the file: each is refused by name, or an error for these rows.
    for (const method of label.errors)
      await expect(
        onnxDifferences(root, { ...label, outputs: { [method]: null } }).then((said) => said ?? Promise.reject()),
      ).rejects.not.toBe(0);
  });
});
