/**
 * xgboost's and lightgbm's models, ten versions: refused as opaque native state until their family is switched on, then
 * converted with their native bytes intact.
 */

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { isNote } from "../../sandbox/finding/codes.js";
import { own } from "../../src/neutral/document.js";
import { runGuest } from "../support/guest.js";
import { boostersOf, converted, NATIVE, NATIVE_FIXTURES, rawState } from "./models.js";

const CLI = join(resolve(import.meta.dirname, "../.."), "dist", "cli.js");

describe("native boosters", () => {
  test.each(NATIVE_FIXTURES)("$path is opaque until its family is switched on", ({ bytes, family }) => {
    const { root, report } = runGuest(bytes, "convert");
    expect(root).toBeUndefined();
    const codes = report.artifacts[0]?.findings.map((f) => `${f.code} ${f.args?.["family"]}`);
    expect(new Set(codes)).toEqual(new Set([`native.opaque ${family}`]));
  });

  test.each(NATIVE_FIXTURES)("$path keeps its native bytes when it is converted", (fixture) => {
    const { root, report } = converted(fixture);
    expect(report.artifacts[0]?.findings.filter((f) => !isNote(f))).toEqual([]);
    const boosters = boostersOf(root);
    expect(boosters).toHaveLength(1);
    const raw = rawState(boosters[0]);
    if (fixture.family === "xgboost") expect(createHash("sha256").update(raw).digest("hex")).toBe(fixture.says.sha256);
    else expect(String(raw)).toBe(fixture.says.text);
  });

  test.each(["xgboost-2.1.4/binary.pkl", "lightgbm-4.5.0/booster.pkl", "xgboost-0.90/booster.pkl"])(
    "the command line converts %s with its switch",
    (path) => {
      const family = path.slice(0, path.indexOf("-"));
      const done = spawnSync(process.execPath, [CLI, "convert", "--family", family, join(NATIVE, path)], { encoding: "utf8" });
      expect(done).toMatchObject({ status: 0, stderr: "" });
      const [booster] = boostersOf(JSON.parse(done.stdout));
      expect(own(booster, "decoded") === undefined).toBe(path.startsWith("xgboost-0"));
    },
  );

  test("the command line refuses a Booster of every version", () => {
    const paths = NATIVE_FIXTURES.flatMap(({ path }) => (path.includes("/booster.") ? [join(NATIVE, path)] : []));
    const done = spawnSync(process.execPath, [CLI, "scan", "--format", "ndjson", ...paths], { encoding: "utf8" });
    expect(done.status).toBe(1);
    const lines: { path: string; verdict: string }[] = done.stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    expect(lines.map(({ path, verdict }) => `${verdict} ${path}`)).toEqual(paths.map((path) => `unlisted ${path}`));
    expect(paths).toHaveLength(10);
  });
});
