/**
 * `--to pickle`, held against Python: what is written of sklearn 1.9's own fixtures loads there and answers bit for bit as the
 * original pickle, and our own scan calls it safe.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseLossless } from "../../src/neutral/lossless.js";
import { toPickle } from "../../src/targets/pickle/index.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { askPython, changed, type Job, TARGET_PYTHON } from "../support/python-target.js";
import { sharedVersions } from "../support/shared.js";

const TODAY = [...sharedVersions()].filter(({ version }) => version === "1.9.1");

/** The pickle of a value. */
const pickled = (root: unknown): Uint8Array => toPickle(documentOf(root), undefined, {}).bytes;

/** The pickle of an artifact's document; null where the artifact is refused. */
function again(bytes: Uint8Array): Uint8Array | null {
  const { text } = runGuest(bytes);
  return text === "" ? null : pickled(parseLossless(text));
}

const findingsOf = (bytes: Uint8Array): string[] =>
  runGuest(bytes, "scan").report.artifacts.flatMap(({ findings }) => findings.map(({ code }) => code));

describe.skipIf(TODAY.length === 0).each(TODAY)("sklearn $version", ({ folder, expected }) => {
  const labels = Object.entries(expected).flatMap(([name, label]) => {
    const original = join(folder, `${name}.pkl`);
    const bytes = again(readFileSync(original));
    return bytes === null ? [] : [{ name, label, original, bytes }];
  });

  test("all of them are written, and safe", () => {
    expect(labels.flatMap(({ name, bytes }) => findingsOf(bytes).map((code) => `${name}: ${code}`))).toEqual([]);
    expect(labels.length).toBe(424);
  }, 120_000);

  test.skipIf(TARGET_PYTHON === null)(
    "loads and answers bit for bit",
    () => {
      const jobs = labels.map(({ name, label, original, bytes }): Job => {
        const methods = Object.keys(label.outputs ?? {});
        return { name, kind: "pickle", file: bytes, original, input: label.input, data: label.data, methods };
      });
      expect(askPython(jobs).flatMap(changed)).toEqual([]);
    },
    300_000,
  );
});
