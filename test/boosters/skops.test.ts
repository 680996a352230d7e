/**
 * Boosters in skops files are judged by the reader that judges those of pickles, and answer as xgboost and LightGBM do; one whose
 * native state is not what its library writes is refused in whatever form it comes: a skops file, an array of objects, a torch stream.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { modelFromDocument } from "../../src/model/all.js";
import { own } from "../../src/neutral/document.js";
import { boostersOf } from "../native/models.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { FIXTURES } from "../support/shared.js";
import { gapOf } from "./cases.js";

const FOLDER = join(FIXTURES, "boosters", "skops");
const HOSTILE = join(FOLDER, "hostile");

interface Expected {
  readonly X: number[][];
  readonly answers: Readonly<Record<string, { readonly method: string; readonly gives: unknown }>>;
}

const expected: Expected = JSON.parse(readFileSync(join(FOLDER, "expected.json"), "utf8"));
const read = (...path: string[]): ReturnType<typeof runGuest> => runGuest(new Uint8Array(readFileSync(join(...path))));

describe("boosters of skops files", () => {
  test.each(Object.keys(expected.answers))("%s is the model of its pickle", (label) => {
    const { report, root } = read(FOLDER, `${label}.skops`);
    expect(report.artifacts.map(({ findings }) => findings)).toEqual([[]]);
    const decoded = boostersOf(root).map((booster) => own(booster, "decoded"));
    expect(decoded).toHaveLength(1);
    expect(decoded).toEqual(boostersOf(read(FOLDER, `${label}.pkl`).root).map((booster) => own(booster, "decoded")));
  });

  test.each(Object.entries(expected.answers))("%s answers as its library", (label, { method, gives }) => {
    const model = modelFromDocument(documentOf(read(FOLDER, `${label}.skops`).root));
    expect(gapOf(model.call(method, expected.X), gives, label.startsWith("XGB"))).toBeLessThanOrEqual(1);
  });
});

test.each(readdirSync(HOSTILE))("a key of native state that no version writes is refused in %s", (file) => {
  const { report, root } = read(HOSTILE, file);
  expect(root).toBeUndefined();
  expect(report.artifacts.flatMap(({ findings }) => findings.map(({ code }) => code))).toContain("native.opaque");
});
