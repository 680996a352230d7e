/** A document of the upgraded view answers as the stored one does: what was upgraded is not upgraded again. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { readDocument } from "../../src/neutral/document.js";
import { documentHeader } from "../../src/neutral/header.js";
import { parseLossless, printLossless } from "../../src/neutral/lossless.js";
import { upgradeRoot } from "../../src/upgrade/document.js";
import { runGuest } from "../support/guest.js";
import { outputDifferenceOf } from "../support/outputs.js";
import { FIXTURES, sharedVersions } from "../support/shared.js";

const own = readdirSync(join(FIXTURES, "models")).map((version) => ({
  version,
  folder: join(FIXTURES, "models", version),
  expected: JSON.parse(gunzipSync(readFileSync(join(FIXTURES, "models", version, "expected.json.gz"))).toString()),
}));
const SOURCE = { file: "x.pkl", sha256: "", bytes: 0, kind: "pickle", encodings: [], protocol: 2, view: "upgrade" } as const;

/** Classes whose rules change more than names. */
const LAYOUTS = /^(?:PLS|CCA|DecisionTree|RandomForestC|GaussianNB|TfidfT|SVC|IsotonicR)/;

describe.each([...own, ...sharedVersions()].filter(({ version }) => /^0\.17|^0\.20\.4$|^1\.2|^1\.4|^1\.9/.test(version)))(
  "$version",
  ({ folder, expected }) => {
    test("upgraded documents answer as Python did", { timeout: 120_000 }, () => {
      const wrong: string[] = [];
      for (const [name, label] of Object.entries<Parameters<typeof outputDifferenceOf>[1]>(expected)) {
        if (!LAYOUTS.test(name)) continue;
        const { text } = runGuest(readFileSync(join(folder, `${name}.pkl`)));
        if (text === "") continue;
        const document = readDocument(`${documentHeader(SOURCE, {})}${[...printLossless(upgradeRoot(parseLossless(text)))].join("")}}`);
        const difference = outputDifferenceOf(document, label);
        if (difference !== null) wrong.push(`${name}: ${difference}`);
      }
      expect(wrong).toEqual([]);
    });
  },
);
