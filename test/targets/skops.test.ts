/**
 * `--to skops`, held against skops 0.16: what is written of sklearn 1.9's own fixtures loads there, answers bit for bit as the
 * original pickle, and needs to be trusted exactly what the report says.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CornichonError } from "../../src/errors.js";
import { parseLossless } from "../../src/neutral/lossless.js";
import { toSkops } from "../../src/targets/skops/index.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { askPython, changed, type Job, TARGET_PYTHON } from "../support/python-target.js";
import { sharedVersions } from "../support/shared.js";

const TODAY = [...sharedVersions()].filter(({ version }) => version === "1.9.1");

const written = (root: unknown) => toSkops(documentOf(root), undefined, {});

/** The skops file of a value, or why there is none. */
function tried(root: unknown): ReturnType<typeof written> | string {
  try {
    return written(root);
  } catch (error) {
    if (error instanceof CornichonError && error.code === "target.unsupported") return error.message;
    throw error;
  }
}

describe.skipIf(TODAY.length === 0).each(TODAY)("sklearn $version", ({ folder, expected }) => {
  const labels = Object.entries(expected).flatMap(([name, label]) => {
    const original = join(folder, `${name}.pkl`);
    const { text } = runGuest(readFileSync(original));
    return text === "" ? [] : [{ name, label, original, made: tried(parseLossless(text)) }];
  });
  const files = labels.flatMap(({ made, ...label }) => (typeof made === "string" ? [] : [{ ...label, ...made }]));

  test("all but what holds itself are written", () => {
    const refused = labels.flatMap(({ name, made }) => (typeof made === "string" ? [[name, made]] : []));
    expect(refused.map(([name]) => name)).toEqual(["Birch", "Birch__nocluster"]);
    expect(refused[0]?.[1]).toBe(
      "root_.prev_leaf_.next_leaf_ (sklearn.cluster._birch._CFNode): it holds itself, and skops has no form for that",
    );
    expect(files.length).toBe(422);
  });

  test.skipIf(TARGET_PYTHON === null)(
    "loads, answers bit for bit, and needs what the report says",
    () => {
      const jobs = files.map(({ name, label, original, bytes }): Job => {
        const methods = Object.keys(label.outputs ?? {});
        return { name, kind: "skops", file: bytes, original, input: label.input, data: label.data, methods };
      });
      const told = askPython(jobs);
      expect(told.flatMap(changed)).toEqual([]);
      expect(told.map(({ untrusted }) => untrusted)).toEqual(files.map(({ report }) => report.trusted));
    },
    300_000,
  );
});
