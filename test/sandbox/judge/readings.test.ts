/**
 * Files that are an array to one loader and code to another, built byte by byte, each with its harmless counterpart.
 * Under the loader that is named, each would run `os.system`.
 */
import { describe, expect, test } from "vitest";
import type { Limits } from "../../../sandbox/wire/job.js";
import { runGuest } from "../../support/guest.js";

const text = (s: string): number[] => Array.from(Buffer.from(s));
const short = (s: string): number[] => [0x8c, s.length, ...text(s)];
const named = (module: string, name: string): number[] => [...short(module), ...short(name), 0x93];

/** Runs a command under `pickle.load`, and stops. */
const PAYLOAD = [...text("cos\nsystem\n"), ...text("(X\x04\x00\x00\x00true"), ...text("tR.")];
const HARMLESS = PAYLOAD.map((_, i) => (i * 37) % 251);

const dtype = (name: string): number[] => [
  ...named("numpy", "dtype"),
  ...short(name),
  0x89,
  0x88,
  0x87,
  0x52,
  0x28,
  0x4b,
  3,
  ...short("|"),
  0x4e,
  0x4e,
  0x4e,
  0x4a,
  255,
  255,
  255,
  255,
  0x4a,
  255,
  255,
  255,
  255,
  0x4b,
  0,
  0x74,
  0x62,
];

/** joblib's wrapper of a uint8 array, and the array's bytes behind it. `alignment`: the key of joblib 1.2 and later. */
function wrapped(bytes: readonly number[], alignment: readonly number[], padding: readonly number[]): number[] {
  const state = [
    ...short("subclass"),
    ...named("numpy", "ndarray"),
    ...short("shape"),
    ...(bytes.length < 256 ? [0x4b, bytes.length] : [0x4d, bytes.length & 255, bytes.length >> 8]),
    0x85,
    ...short("order"),
    ...short("C"),
    ...short("dtype"),
    ...dtype("u1"),
    ...short("allow_mmap"),
    0x88,
    ...alignment,
  ];
  return [...named("joblib.numpy_pickle", "NumpyArrayWrapper"), 0x29, 0x81, 0x7d, 0x28, ...state, 0x75, 0x62, ...padding, ...bytes];
}

const artifact = (bytes: readonly number[]): Uint8Array => Uint8Array.from([0x80, 4, ...bytes, 0x2e]);
const findings = (bytes: Uint8Array) =>
  (runGuest(bytes, "scan").report.artifacts[0]?.findings ?? []).filter((f) => !f.code.startsWith("note."));

const codes = (bytes: Uint8Array, limits: Partial<Limits>): string[] =>
  (runGuest(bytes, "scan", {}, limits).report.artifacts[0]?.findings ?? []).map((f) => f.code).filter((code) => !code.startsWith("note."));

const ALIGNED = [...short("numpy_array_alignment_bytes"), 0x4b, 16];

describe("another loader's reading", () => {
  test("pickle.load runs the bytes of an array", () => {
    const bad = findings(artifact(wrapped(PAYLOAD, [], [])));
    expect(bad.map((f) => f.code)).toContain("joblib.dual-reading-dangerous");
    expect(bad[0]).toMatchObject({ global: "os.system", args: { reading: "pickle" } });
    expect(findings(artifact(wrapped(HARMLESS, [], [])))).toEqual([]);
  });

  test("joblib before 1.2 reads no padding and runs what is left behind the array", () => {
    // The old reader takes the padding byte and the padding for data, so as many bytes of the array are opcodes to it.
    const tail = text("cos\nsystem\n)R.");
    const padding = [tail.length - 1, ...new Array<number>(tail.length - 1).fill(255)];
    const quiet = new Array<number>(40).fill(7);
    const bad = findings(artifact(wrapped([...quiet, ...tail], ALIGNED, padding)));
    expect(bad.filter((f) => f.args?.["reading"] === "joblib-old").map((f) => f.code)).toContain("joblib.dual-reading-dangerous");
    expect(findings(artifact(wrapped([...quiet, ...tail.map((b) => b % 7)], ALIGNED, padding)))).toEqual([]);
  });

  // Behind each stands a command: a loader that raises there never comes so far. The wrapper itself stands on top.
  const ORDERED = [...text("ccollections\nOrderedDict\n"), 0x29, 0x52];
  const DECIMAL = [...text("cdecimal\nDecimal\n"), ...short("1.5"), 0x85, 0x52];
  const RIDGE = [...text("csklearn.linear_model._ridge\nRidge\n"), 0x29, 0x81];
  test.each([
    ["items for an OrderedDict as for a list", [...ORDERED, ...text("K\x01a")]],
    ["items for an OrderedDict as for a set", [...ORDERED, ...text("(K\x01"), 0x90]],
    ["a state for a Decimal", [...DECIMAL, ...text("}K\x01K\x02sb")]],
    ["an estimator as the state of a wrapper", [...RIDGE, 0x62]],
    ["a dtype with a state that is no tuple", [...dtype("u1"), ...text("]b")]],
  ])("pickle.load raises at %s", (_, junk) => {
    expect(findings(artifact(wrapped([...junk, ...PAYLOAD], [], [])))).toEqual([]);
    expect(findings(artifact(wrapped([...junk.slice(0, -1), ...PAYLOAD], [], []))).map((f) => f.code)).toContain(
      "joblib.dual-reading-dangerous",
    );
  });

  test("a tar archive's first name is opcodes to pickle.load", () => {
    const header = Buffer.alloc(512);
    header.write("cos\nsystem\n(S'true'\ntR.", 0, "latin1");
    header.write("0000644\0", 100);
    header.write("0000000\0", 108);
    header.write("0000000\0", 116);
    header.write("00000000000\0", 124);
    header.write("00000000000\0", 136);
    header.write("        ", 148);
    header.write("0", 156);
    header.write("ustar\x0000", 257, "latin1");
    header.write(
      `${header
        .reduce((sum, b) => sum + b, 0)
        .toString(8)
        .padStart(6, "0")}\0 `,
      148,
    );
    const bad = findings(Buffer.concat([header, Buffer.alloc(1024)]));
    expect(bad.some((f) => f.code === "joblib.dual-reading-dangerous" && f.global === "os.system")).toBe(true);
  });

  test("arrays of random numbers are no code", () => {
    let state = 12345;
    const random = (): number => {
      state = (Math.imul(state, 1103515245) + 12345) >>> 0;
      return state >>> 24;
    };
    const wrong: string[] = [];
    for (let i = 0; i < 2000; i++) {
      const bytes = Array.from({ length: 200 }, random);
      const found = findings(artifact(wrapped(bytes, i % 2 === 0 ? [] : ALIGNED, i % 2 === 0 ? [] : [4, 255, 255, 255, 255])));
      if (found.length > 0) wrong.push(`${i}: ${found[0]?.code} ${found[0]?.global ?? ""}`);
    }
    expect(wrong).toEqual([]);
  }, 60_000);
});

describe("joblib's wrapper", () => {
  test.each([
    ["a key of its own", wrapped(HARMLESS, [...short("read"), 0x88], [])],
    ["an alignment other than 16", wrapped(HARMLESS, [...short("numpy_array_alignment_bytes"), 0x4b, 8], [1, 255])],
    ["a padding beyond 16", wrapped(HARMLESS, ALIGNED, [46, ...new Array<number>(46).fill(255)])],
  ])("%s is refused", (_what, bytes) => {
    expect(findings(artifact(bytes)).length).toBeGreaterThan(0);
  });

  test("a wrapper inside a frame is malformed: readers differ in where the array begins", () => {
    const inner = [...wrapped(HARMLESS, [], []), 0x2e];
    const frame = Buffer.alloc(8);
    frame.writeBigUInt64LE(BigInt(inner.length));
    expect(findings(Uint8Array.from([0x80, 4, 0x95, ...frame, ...inner])).map((f) => f.code)).toContain("array.wrapper");
  });
});

describe("a limit that ends another loader's reading is told: code may follow", () => {
  const afterNones = artifact(wrapped([...text("N0".repeat(100)), ...PAYLOAD.slice(0, 40)], [], []));

  test("too many instructions", () => {
    // joblib's own reading takes the array as one.
    expect(codes(afterNones, { maxOpcodes: 100 })).toEqual(["limit.opcodes"]);
    expect(codes(afterNones, {})).toContain("joblib.dual-reading-dangerous");
    expect(codes(artifact(wrapped(text("N0".repeat(100)), [], [])), {})).toEqual([]);
  });

  test("a key that nests too deep to be hashed", () => {
    const keyed = (depth: number): number[] => [...text("}N"), ...Array<number>(depth).fill(0x85), ...text("Ns0")];
    expect(codes(artifact(wrapped(keyed(1100), [], [])), {})).toEqual(["limit.depth"]);
    expect(codes(artifact(wrapped(keyed(900), [], [])), {})).toEqual([]);
  });
});

describe("only what is new", () => {
  const named = (f: { code: string; global?: string; args?: Readonly<Record<string, string | number>> }) => [
    f.code,
    f.global,
    f.args?.["call"],
  ];
  const UNLISTED = [...text("cmine\nModel\n)"), 0x81];

  test("one class that nobody knows is one finding, whoever reads the array beside it", () => {
    const found = findings(
      artifact([...text("("), ...UNLISTED, ...wrapped(HARMLESS, ALIGNED, [15, ...new Array<number>(15).fill(255)]), ...text("t")]),
    );
    expect(found.map(named)).toEqual([["global.unlisted", "mine.Model", undefined]]);
  });

  test("what the array's bytes call is told, even of a name that was told", () => {
    const found = findings(artifact([...text("(cos\nsystem\n"), ...wrapped(PAYLOAD, [], []), ...text("t")]));
    expect(found.map(named)).toEqual([
      ["global.dangerous", "os.system", undefined],
      ["joblib.dual-reading-dangerous", "os.system", "os.system('true')"],
      ["joblib.dual-reading", "os.system", "os.system('true')"],
    ]);
  });

  test("a refused name in the array's bytes alone is told once", () => {
    const found = findings(artifact(wrapped([...text("cmine\nmake\n)R0cmine\nmake\n)R.")], [], [])));
    expect(found.map(named)).toEqual([["joblib.dual-reading", "mine.make", "mine.make()"]]);
  });

  test("an array that is refused does not hide what another loader runs", () => {
    const { report } = runGuest(artifact(wrapped(UNLISTED, [...short("extra"), 0x4b, 1], [])), "scan");
    expect(report.artifacts[0]?.findings.map((f) => f.global)).toContain("mine.Model");
  });
});
