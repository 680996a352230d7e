/** This repository's fixtures of today's sklearn, as documents that a target is to write. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { parseLossless } from "../../src/neutral/lossless.js";
import { runGuest } from "./guest.js";
import { documentOf } from "./outputs.js";
import { askPython, type Job, type Told } from "./python-target.js";
import { type ExpectedLabel, FIXTURES } from "./shared.js";

const folder = join(FIXTURES, "models", "1.9.1");

/** A fitted estimator of sklearn 1.9.1. */
export interface TodayLabel {
  readonly name: string;
  readonly label: ExpectedLabel;
  /** Path of the pickle that sklearn wrote. */
  readonly original: string;
  /** Its root as neutral JSON. */
  readonly text: string;
}

/** All of them. */
export function todayLabels(): TodayLabel[] {
  const expected: Record<string, ExpectedLabel> = JSON.parse(gunzipSync(readFileSync(join(folder, "expected.json.gz"))).toString());
  return Object.entries(expected).map(([name, label]) => {
    const original = join(folder, `${name}.pkl`);
    return { name, label, original, text: runGuest(readFileSync(original)).text };
  });
}

/** A document of a root's text; whole floats stay floats. */
export const documentIn = (text: string) => documentOf(parseLossless(text));

/** Asks what was written of a label, and the original, for what was recorded. */
export function askBoth(kind: Job["kind"], files: readonly (TodayLabel & { readonly bytes: Uint8Array })[]): Told[] {
  return askPython(
    files.map(({ name, label, original, bytes }): Job => {
      const methods = Object.keys(label.outputs ?? {});
      return { name, kind, file: bytes, original, input: label.input, data: label.data, methods };
    }),
  );
}
