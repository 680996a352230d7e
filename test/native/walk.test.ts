/**
 * xgboost's and lightgbm's models, ten versions: safe without a switch, for our own reader has followed all of their native
 * state, and converted to what it read, without their native bytes. A family that is switched off is refused by name.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { isNote } from "../../sandbox/finding/codes.js";
import { own } from "../../src/neutral/document.js";
import { defaultPolicy, withFamilies } from "../../src/policy/index.js";
import { runGuest } from "../support/guest.js";
import { boostersOf, converted, NATIVE, NATIVE_FIXTURES, rawState } from "./models.js";

const CLI = join(resolve(import.meta.dirname, "../.."), "dist", "cli.js");

describe("native boosters", () => {
  test.each(NATIVE_FIXTURES)("$path is safe without a switch", ({ bytes }) => {
    const { report } = runGuest(bytes, "scan");
    expect(report.artifacts[0]?.findings.filter((f) => !isNote(f))).toEqual([]);
  });

  test.each(NATIVE_FIXTURES)("$path is refused by name when its family is off", ({ bytes, family }) => {
    const { root, report } = runGuest(bytes, "convert", {}, {}, withFamilies(defaultPolicy(), [], [family]));
    expect(root).toBeUndefined();
    const codes = report.artifacts[0]?.findings.map((f) => `${f.code} ${f.args?.["family"]}`);
    expect(new Set(codes)).toEqual(new Set([`global.family ${family}`]));
  });

  test.each(NATIVE_FIXTURES)("$path holds what its library wrote, and its document only what was read of it", (fixture) => {
    const { root, report } = converted(fixture);
    expect(report.artifacts[0]?.findings.filter((f) => !isNote(f))).toEqual([]);
    const boosters = boostersOf(root);
    expect(boosters).toHaveLength(1);
    const state = own(boosters[0], "state");
    expect(["handle", "_handle"].filter((key) => own(state, key) !== undefined).map((key) => own(state, key))).toEqual([null]);
    expect(own(boosters[0], "decoded")).toBeDefined();
    const raw = rawState(fixture.bytes);
    if (fixture.family === "xgboost") expect(createHash("sha256").update(raw).digest("hex")).toBe(fixture.says.sha256);
    else expect(String(raw)).toBe(fixture.says.text);
  });

  test.each(["xgboost-2.1.4/binary.pkl", "lightgbm-4.5.0/booster.pkl", "xgboost-0.90/booster.pkl"])(
    "the command line converts %s",
    (path) => {
      const done = spawnSync(process.execPath, [CLI, "convert", join(NATIVE, path)], { encoding: "utf8" });
      expect(done).toMatchObject({ status: 0, stderr: "" });
      const [booster] = boostersOf(JSON.parse(done.stdout));
      expect(own(booster, "decoded")).toBeDefined();
    },
  );

  test("the command line takes a Booster of every version", () => {
    const paths = NATIVE_FIXTURES.flatMap(({ path }) => (path.includes("/booster.") ? [join(NATIVE, path)] : []));
    const done = spawnSync(process.execPath, [CLI, "scan", "--format", "ndjson", ...paths], { encoding: "utf8" });
    expect(done.status).toBe(0);
    const lines: { path: string; verdict: string }[] = done.stdout.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
    expect(lines.map(({ path, verdict }) => `${verdict} ${path}`)).toEqual(paths.map((path) => `safe ${path}`));
    expect(paths).toHaveLength(10);
  });
});
