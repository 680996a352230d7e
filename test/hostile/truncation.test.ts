/**
 * Cut at every byte: a payload stays dangerous from the moment its name stands there, an estimator is malformed and
 * never anything else. One byte changed at a time: never a crash, and never silence where the payload was.
 */
import { describe, expect, test } from "vitest";
import { CODES, isFindingCode, VERDICT_ORDER } from "../../sandbox/finding/codes.js";
import { runGuest } from "../support/guest.js";
import { hostileBytes, INDEX } from "../support/hostile.js";

function verdict(bytes: Uint8Array): string {
  const found = runGuest(bytes, "scan").report.artifacts.flatMap((a) =>
    a.findings.map((f) => (isFindingCode(f.code) ? CODES[f.code].verdict : "")),
  );
  return VERDICT_ORDER.find((v) => found.includes(v)) ?? "safe";
}

const cuts = (bytes: Uint8Array): Uint8Array[] => Array.from({ length: bytes.length - 1 }, (_, i) => bytes.subarray(0, i + 1));

describe("cut at every byte", () => {
  test.each(["reduce", "obj", "inst", "reference", "build-after"].flatMap((form) => [0, 2, 4].map((p) => `dangerous--${form}-p${p}.pkl`)))(
    "%s",
    (file) => {
      const named = INDEX[file]?.at ?? 0;
      const wrong = cuts(hostileBytes(file)).filter((cut) => {
        // Behind the opcode itself, and for GLOBAL and INST as soon as `os` is read, the name stands there.
        const seen = cut.length > named + (file.endsWith("p4.pkl") && !file.includes("inst") ? 0 : 2);
        return verdict(cut) !== (seen ? "dangerous" : "malformed");
      });
      expect(wrong.map((cut) => `${cut.length}: ${verdict(cut)}`)).toEqual([]);
    },
  );

  test.each([0, 1, 2, 3, 4, 5])("an estimator of protocol %i", (p) => {
    const bytes = hostileBytes(`safe--estimator-p${p}.pkl`);
    expect(
      cuts(bytes)
        .map(verdict)
        .filter((v) => v !== "malformed"),
    ).toEqual([]);
  });

  test.each([
    "safe--wrapper-aligned-p4.joblib",
    "safe--wrapper-objects-p4.joblib",
    "safe--compressed-gzip.pkl.gz",
    "safe--npy.npy",
    "safe--tree-p4.pkl",
  ])("%s", (file) => {
    expect(
      cuts(hostileBytes(file))
        .map(verdict)
        .filter((v) => v === "safe" || v === "dangerous"),
    ).toEqual([]);
  });
});

describe("one byte changed", () => {
  test.each([
    "dangerous--reduce-p4.pkl",
    "safe--estimator-p4.pkl",
    "safe--wrapper-aligned-p4.joblib",
    "safe--scalar-p4.pkl",
    "safe--zip.zip",
  ])(
    "%s",
    (file) => {
      const bytes = hostileBytes(file);
      for (let at = 0; at < bytes.length; at++) {
        for (const value of [0, 0x2e, 0x80, 0xff]) {
          const changed = bytes.slice();
          changed[at] = value;
          expect(VERDICT_ORDER).toContain(verdict(changed));
        }
      }
    },
    60_000,
  );
});
