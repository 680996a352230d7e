/**
 * What skops itself wrote (0.4, 0.9, 0.11, 0.16: protocols 0, 1 and 2) is safe, and means what the pickle of the same model means:
 * one document, bit for bit, but for what skops does not keep.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { runGuest } from "../support/guest.js";
import { outputDifference } from "../support/outputs.js";
import { type ExpectedLabel, FIXTURES, SHARED } from "../support/shared.js";
import { kept } from "./kept.js";

const FOLDER = join(FIXTURES, "skops", "genuine");
/** The sklearn that each version of skops ran beside. */
const SKLEARN: Readonly<Record<string, string>> = { "0.16.0": "1.9.1", "0.9.0": "1.2.2", "0.4.0": "1.2.2" };
const PROTOCOLS: Readonly<Record<string, number>> = { "0.4.0": 0, "0.9.0": 1, "0.11.0": 2, "0.16.0": 2 };

const bytesOf = (version: string, file: string): Uint8Array => new Uint8Array(readFileSync(join(FOLDER, version, file)));
const labelsOf = (version: string): string[] =>
  readdirSync(join(FOLDER, version)).flatMap((file) => (file.endsWith(".skops") ? [file.slice(0, -".skops".length)] : []));
const cases = readdirSync(FOLDER).flatMap((version) => labelsOf(version).map((label) => [version, label] as const));

describe("what skops wrote", () => {
  test("is of every protocol", () => {
    expect(new Set(readdirSync(FOLDER).map((version) => PROTOCOLS[version]))).toEqual(new Set([0, 1, 2]));
  });

  test.each(cases)("%s %s means what its pickle means", (version, label) => {
    const { report, root } = runGuest(bytesOf(version, `${label}.skops`));
    const [artifact] = report.artifacts;
    expect(artifact?.findings).toEqual([]);
    expect(artifact).toMatchObject({ kind: "skops", protocol: null, versions: { skops: version } });
    expect(report.artifacts).toHaveLength(1);
    expect(kept(root)).toEqual(kept(runGuest(bytesOf(version, `${label}.pkl`)).root));
  });

  test.each(cases)("%s %s has the facts of its pickle", (version, label) => {
    const { report } = runGuest(bytesOf(version, `${label}.skops`));
    expect(report.facts).toEqual(runGuest(bytesOf(version, `${label}.pkl`)).report.facts);
  });

  test.skipIf(SHARED === null)("answers as sklearn recorded it", () => {
    for (const [version, label] of cases) {
      const sklearn = SKLEARN[version];
      if (SHARED === null || sklearn === undefined) continue;
      const file = join(SHARED, "fixtures", "sklearn", sklearn, "expected.json.gz");
      const expected: Record<string, ExpectedLabel> = JSON.parse(gunzipSync(readFileSync(file)).toString());
      const recorded = expected[label];
      if (recorded?.outputs === undefined) throw new Error(`nothing was recorded of ${label}`);
      expect([label, outputDifference(runGuest(bytesOf(version, `${label}.skops`)).root, recorded)]).toEqual([label, null]);
    }
  });

  test("inspect lists its nodes", () => {
    const { lines } = inspected("0.16.0", "Ridge");
    expect(lines[0]).toEqual({ offset: 0, opcode: "ObjectNode", argument: "sklearn.linear_model._ridge.Ridge" });
    expect(lines.map(({ opcode }) => opcode)).toContain("NdArrayNode");
  });

  test("inspect escapes what the file says", () => {
    const file = join(FIXTURES, "skops", "hostile", "unlisted--class-of-controls.skops");
    const { listed } = runGuest(new Uint8Array(readFileSync(file)), "inspect");
    expect(JSON.parse(listed[0] ?? "")).toMatchObject({ opcode: "ObjectNode", argument: "my.\\x1b[31mmodels\\n.Mine" });
  });

  test("a file within --deep, --member and --index is itself", () => {
    const bytes = bytesOf("0.16.0", "Ridge.skops");
    expect(runGuest(bytes, "convert", { deep: true }).report.artifacts).toHaveLength(1);
    expect(runGuest(bytes, "convert", { member: "schema.json" }).root).toBeUndefined();
  });
});

interface Line {
  readonly offset: number;
  readonly opcode: string;
  readonly argument: string;
}

function inspected(version: string, label: string): { readonly lines: readonly Line[] } {
  const { listed } = runGuest(bytesOf(version, `${label}.skops`), "inspect");
  return { lines: listed.map((line) => JSON.parse(line)) };
}
