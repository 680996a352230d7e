/** The bill of materials, by CycloneDX's own strict schema. */
import { Spec, Validation } from "@cyclonedx/cyclonedx-library";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { GuestFinding } from "../../sandbox/wire/job.js";
import type { Judgement } from "../../src/report/judgement.js";
import { HOSTILE, holding, judgement, raw, unreadable, written } from "./support.js";

const SHA = "a".repeat(64);
const CODE: GuestFinding = { code: "global.dangerous", offset: 7, opcode: "GLOBAL", global: "os.system", args: { why: "process" } };
const UNLISTED: GuestFinding = { code: "global.unlisted", offset: 9, global: "mine.Thing" };

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);

/** The document's text, which fits the schema. */
async function bom(all: readonly Judgement[]): Promise<string> {
  const { text } = written("cyclonedx", all);
  for (const one of all) one.close();
  expect(await validator.validate(text)).toBeNull();
  return text;
}

const model = (path: string, sha256 = SHA): Judgement =>
  holding(
    raw("", [], {
      kind: "joblib",
      encodings: ["gzip"],
      root: "sklearn.linear_model.Ridge",
      versions: { sklearn: "1.3.0+ü" },
      globals: [
        { module: "sklearn.linear_model._ridge", name: "Ridge", use: "new", listed: true },
        { module: "numpy.core.multiarray", name: "scalar", use: "call", listed: true },
        { module: "numpyish", name: "x", use: "call", listed: false },
      ],
    }),
    path,
    [],
    sha256,
  );

afterEach(() => void vi.unstubAllEnvs());

describe("a bill of materials", () => {
  test("has a model with its card and its libraries", async () => {
    const document = JSON.parse(await bom([model("m/a.joblib.gz")]));
    expect(document).toMatchObject({ bomFormat: "CycloneDX", specVersion: "1.6", version: 1, vulnerabilities: [] });
    expect(document.components).toMatchObject([
      {
        type: "machine-learning-model",
        name: "a.joblib.gz",
        hashes: [{ alg: "SHA-256", content: SHA }],
        modelCard: { modelParameters: { modelArchitecture: "sklearn.linear_model.Ridge" } },
        evidence: { occurrences: [{ location: "m/a.joblib.gz" }] },
        properties: expect.arrayContaining([
          { name: "cornichon:verdict", value: "safe" },
          { name: "cornichon:sklearn", value: "1.3.0+ü" },
          { name: "cornichon:kind", value: "joblib" },
        ]),
      },
      { type: "library", name: "scikit-learn", version: "1.3.0+ü", purl: "pkg:pypi/scikit-learn@1.3.0%2B%C3%BC" },
      { type: "library", name: "numpy", purl: "pkg:pypi/numpy" },
    ]);
    const refs = document.components.map((one: { readonly "bom-ref": string }) => one["bom-ref"]);
    expect(document.dependencies).toEqual([{ ref: refs[0], dependsOn: refs.slice(1) }]);
  });

  test("tells what is dangerous or unlisted as vulnerabilities, once for each name", async () => {
    const document = JSON.parse(await bom([holding(raw("", [CODE, { ...CODE, offset: 20 }, UNLISTED]), "a.pkl", [raw("x", [CODE])])]));
    expect(document.vulnerabilities).toMatchObject([
      { id: "global.dangerous", cwes: [502], ratings: [{ severity: "critical" }], affects: [{ ref: document.components[0]["bom-ref"] }] },
      { id: "global.unlisted", ratings: [{ severity: "high" }] },
      { id: "global.dangerous", affects: [{ ref: document.components[1]["bom-ref"] }] },
    ]);
    expect(document.components[1].name).toBe("a.pkl › x");
  });

  test("tells what could not be judged as a property", async () => {
    const document = JSON.parse(await bom([unreadable("gone.pkl")]));
    expect(document.vulnerabilities).toEqual([]);
    expect(document.components[0]).toMatchObject({ type: "file", name: "gone.pkl" });
    expect(document.components[0].properties).toContainEqual({ name: "cornichon:finding", value: "artifact.unreadable" });
  });

  test("of nothing, and of hostile names, is valid", async () => {
    expect(JSON.parse(await bom([])).components).toEqual([]);
    const evil = raw("", [{ ...CODE, global: HOSTILE }], { root: `x.${HOSTILE}`, versions: { sklearn: HOSTILE, [HOSTILE]: "1" } });
    expect(await bom([holding(evil, `d/${HOSTILE}`, [raw(HOSTILE, [UNLISTED])], SHA)])).not.toMatch(/(?!\n)[\p{Cc}\p{Cf}]/u);
  });

  test("has a hundred vulnerabilities an artifact, and counts the others", async () => {
    const document = JSON.parse(await bom([judgement("a.pkl", 0, 1000)]));
    expect(document.vulnerabilities).toHaveLength(100);
    expect(document.metadata.properties).toContainEqual({ name: "cornichon:vulnerabilities-not-told", value: "900" });
  });

  test("lists a thousand versions of libraries, and counts the others", async () => {
    const all = Array.from({ length: 1010 }, (_, i) => holding(raw("", [], { versions: { sklearn: `1.${i}` } }), `${i}.pkl`));
    const document = JSON.parse(await bom(all));
    expect(document.components).toHaveLength(2010);
    expect(document.metadata.properties).toContainEqual({ name: "cornichon:libraries-not-told", value: "10" });
    expect(document.dependencies.at(-1)).toEqual({ ref: "artifact/1010" });
  });
});

describe("the same input gives the same bytes", () => {
  test("and another input another serial number", async () => {
    const first = await bom([model("a"), model("b")]);
    expect(await bom([model("a"), model("b")])).toBe(first);
    const serial = (text: string): string => JSON.parse(text).serialNumber;
    expect(serial(first)).toMatch(/^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(serial(await bom([model("a"), model("b", "b".repeat(64))]))).not.toBe(serial(first));
    expect(serial(await bom([model("b"), model("a")]))).not.toBe(serial(first));
  });

  test("with a time only where SOURCE_DATE_EPOCH gives one", async () => {
    vi.stubEnv("SOURCE_DATE_EPOCH", "86400");
    expect(JSON.parse(await bom([model("a")])).metadata.timestamp).toBe("1970-01-02T00:00:00.000Z");
    for (const bad of ["", "x", "-1", "1e3", "9".repeat(30)]) {
      vi.stubEnv("SOURCE_DATE_EPOCH", bad);
      expect(JSON.parse(await bom([model("a")])).metadata).not.toHaveProperty("timestamp");
    }
  });
});
