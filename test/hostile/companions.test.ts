/** Companions of joblib 0.8 and 0.9 are judged as `numpy.load` dispatches: what is no npy file is a pickle to it. */
import { describe, expect, test } from "vitest";
import { CODES, isFindingCode } from "../../sandbox/finding/codes.js";
import { runGuest } from "../support/guest.js";
import { hostileBytes } from "../support/hostile.js";

/** Names `not-there.npy` as its array's companion. */
const NAMES_ONE = hostileBytes("malformed--companion-missing.joblib");

/** Names `a.npy`, to joblib before 1.2 only. */
const NAMES_ONE_ASIDE = hostileBytes("unlisted--side-companion-missing.joblib");

function verdicts(companion: Uint8Array, artifact = NAMES_ONE, name = "not-there.npy"): readonly string[] {
  const { report } = runGuest(artifact, "scan", {}, {}, undefined, { [name]: companion });
  return report.artifacts
    .flatMap((a) => a.findings.map((f) => (isFindingCode(f.code) ? CODES[f.code].verdict : "")))
    .filter((v) => v !== "safe");
}

describe("a companion", () => {
  test("that is an array is read", () => {
    expect(verdicts(hostileBytes("safe--npy.npy"))).toEqual([]);
  });

  test("that is a pickle with code is dangerous", () => {
    expect(verdicts(hostileBytes("dangerous--reduce-p4.pkl"))).toContain("dangerous");
  });

  test("whose object array holds code is dangerous", () => {
    expect(verdicts(hostileBytes("dangerous--npy-objects.npy"))).toContain("dangerous");
  });

  test.each(["safe--estimator-p4.pkl", "safe--npz.npz", "safe--zfile.pkl.z"])("that is no npy file is malformed: %s", (file) => {
    expect(verdicts(hostileBytes(file))).toContain("malformed");
  });
});

describe("a companion that only one reading opens", () => {
  const aside = (companion: string): readonly string[] => verdicts(hostileBytes(companion), NAMES_ONE_ASIDE, "a.npy");

  test("is judged by that loader's rule", () => {
    expect(aside("safe--npy.npy")).toEqual([]);
    expect(aside("dangerous--reduce-p4.pkl")).toContain("dangerous");
    expect(aside("dangerous--npy-objects.npy")).toContain("dangerous");
    expect(aside("safe--npz.npz")).toContain("unlisted");
  });

  test("is missed when it is not there", () => {
    expect(verdicts(hostileBytes("safe--npy.npy"), NAMES_ONE_ASIDE, "b.npy")).toContain("unlisted");
  });
});
