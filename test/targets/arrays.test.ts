/**
 * `--to npz` and `--to safetensors`: what is written is what the document has, read back by our own readers, by numpy and by
 * the safetensors package; the files scan as safe; what they cannot have is listed.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { convert, load } from "../../src/index.js";
import { type NeutralDocument, own, typeOf } from "../../src/neutral/document.js";
import { rawBytesOf } from "../../src/neutral/raw-bytes.js";
import { fillFrom } from "../../src/neutral/sidecar.js";
import { toNpz } from "../../src/targets/npz/index.js";
import { toSafetensors } from "../../src/targets/safetensors/index.js";
import { envsFolder } from "../genuine/pythons.js";
import { runGuest } from "../support/guest.js";
import { documentOf } from "../support/outputs.js";
import { TARGET_PYTHON } from "../support/python-target.js";
import { FIXTURES } from "../support/shared.js";

const MODELS = join(FIXTURES, "models", "1.9.1");
const rootOf = (name: string): unknown => runGuest(readFileSync(join(MODELS, name)), "convert", { arrays: "base64" }).root;
const npz = (root: unknown): ReturnType<typeof toNpz> => toNpz(documentOf(root), undefined);
const safetensors = (root: unknown): ReturnType<typeof toSafetensors> => toSafetensors(documentOf(root), undefined);
const array = (dtype: unknown, shape: readonly number[], data: readonly unknown[], more: object = {}): object => ({
  $type: "ndarray",
  dtype,
  shape,
  data,
  ...more,
});
const f8 = (...data: number[]): object => array("float64", [data.length], data);
const codeOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (error) {
    return own(error, "code");
  }
};

/** Verdict of our own scan: no finding at all. */
const findingsOf = (bytes: Uint8Array): readonly string[] =>
  runGuest(bytes, "scan").report.artifacts.flatMap(({ findings }) => findings.map(({ code }) => code));

/** Arrays of an npz by their names, as our own reader has them. */
function readBack(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  const { root } = runGuest(bytes, "convert", { arrays: "base64" });
  if (typeof root !== "object" || root === null) throw new Error("no npz that is read");
  return root as Readonly<Record<string, unknown>>;
}

/** A tensor of a safetensors file as a document's array has it. */
function tensorIn(bytes: Uint8Array, tensor: string): Uint8Array | null {
  const root = { $type: "ndarray", dtype: "uint8", shape: [0], file: "x.safetensors", tensor };
  fillFrom(bytes, documentOf(root) as NeutralDocument);
  return rawBytesOf(root);
}

describe.each(
  readdirSync(MODELS).filter(
    (name) =>
      name.endsWith(".pkl") &&
      /^(?:Hist|Random|Column|TfidfT|SVC|Gradient|KBins|Logistic|Pipeline|Voting|Stacking|KNeighborsC|Isolation|Iterative)/.test(name),
  ),
)("%s", (name) => {
  const root = rootOf(name);

  test("an npz has every array bit for bit, and is safe", () => {
    const { bytes, report } = npz(root);
    const found = readBack(bytes);
    expect(report.arrays.length).toBeGreaterThan(0);
    expect(report.arrays.filter((one) => typeOf(found[one.name]) !== "ndarray")).toEqual([]);
    expect(Object.keys(found).length).toBeGreaterThan(report.arrays.length);
    expect(findingsOf(bytes)).toEqual([]);
    expect(Buffer.compare(bytes, npz(root).bytes)).toBe(0);
    const again = npz(found).report.arrays.filter(({ name: one }) => one !== "__metadata__.json~2");
    expect(again.map((one) => [one.dtype, one.shape])).toEqual(expect.arrayContaining(report.arrays.map((one) => [one.dtype, one.shape])));
  });

  test("a safetensors file is safe, and the same each time", () => {
    const { bytes, report } = safetensors(root);
    expect(report.arrays.length).toBeGreaterThan(0);
    expect(findingsOf(bytes)).toEqual([]);
    expect(Buffer.compare(bytes, safetensors(root).bytes)).toBe(0);
  });
});

describe("names", () => {
  test("are paths in dots, steps by their names", () => {
    const names = npz(rootOf("Pipeline__pcalr.pkl")).report.arrays.map(({ name }) => name);
    expect(names.every((name) => name.startsWith("steps."))).toBe(true);
    expect(names.some((name) => /^steps\.[a-z]+\.\w+_$/.test(name))).toBe(true);
  });

  test("a tree's nodes are a tensor a field", () => {
    const { report, bytes } = safetensors(rootOf("RandomForestRegressor.pkl"));
    const threshold = report.arrays.find(({ name }) => name === "estimators_.0.tree_.nodes.threshold");
    expect(threshold).toMatchObject({ dtype: "F64", path: "estimators_[0].tree_.nodes" });
    expect(tensorIn(bytes, "estimators_.0.tree_.nodes.threshold")?.length).toBe(8 * (threshold?.shape[0] ?? 0));
  });

  test("paths that are the same in dots are told apart, and reserved ones are nobody's", () => {
    const root = { "a.b": f8(1), a: { b: f8(2) }, __metadata__: f8(3), "__metadata__.json": f8(4), "x.npy": f8(5), x: f8(6) };
    expect(npz(root).report.arrays.map(({ name }) => name)).toEqual([
      "a.b",
      "a.b~2",
      "__metadata__",
      "__metadata__.json~2",
      "x%2Enpy",
      "x",
    ]);
    expect(
      safetensors(root)
        .report.arrays.map(({ name }) => name)
        .slice(2, 4),
    ).toEqual(["__metadata__~2", "__metadata__.json"]);
    expect(tensorIn(safetensors(root).bytes, "a.b~2")).toEqual(new Uint8Array(Float64Array.of(2).buffer));
  });

  test("what would be a path, or is not seen, is escaped", () => {
    const root = {
      "../../etc/passwd": f8(1),
      "a\\b:c": f8(2),
      "\u0000\u202e\u001b[31m": f8(3),
      "\ud800": f8(4),
      __proto__x: f8(5),
      é: f8(6),
      "50%": f8(7),
    };
    const names = npz(root).report.arrays.map(({ name }) => name);
    expect(names).toEqual(["..%2F..%2Fetc%2Fpasswd", "a%5Cb%3Ac", "%00%E2%80%AE%1B[31m", "%ED%A0%80", "__proto__x", "é", "50%25"]);
    expect(findingsOf(npz(root).bytes)).toEqual([]);
    expect(findingsOf(safetensors(root).bytes)).toEqual([]);
  });

  test("a name that is endless is refused", () => {
    expect(codeOf(() => npz({ ["k".repeat(1001)]: f8(1) }))).toBe("target.unsupported");
  });

  test("an array is written once, however often it is referred to", () => {
    const root = {
      a: { $type: "ndarray", $id: 1, dtype: "float64", shape: [1], data: [1] },
      b: { $type: "ref", id: 1 },
      c: [{ $type: "ref", id: 1 }],
    };
    const { report } = npz(root);
    expect(report.arrays.map(({ name }) => name)).toEqual(["a"]);
    expect(report.shared).toEqual([
      { name: "b", as: "a" },
      { name: "c.0", as: "a" },
    ]);
  });

  test("references that multiply cost nothing", () => {
    const list = (id: number): object => ({
      $type: "list",
      $id: id,
      items: Array.from({ length: 50 }, () => ({ $type: "ref", id: id + 1 })),
    });
    const root = { lists: [...Array.from({ length: 40 }, (_, i) => list(i + 1)), { $type: "list", $id: 41, items: [f8(1)] }] };
    expect(npz(root).report.arrays.length).toBe(1);
  });
});

test("a name that is asked for again and again is numbered without a look at all numbers before", () => {
  const items = Array.from({ length: 60_000 }, () => ["a", f8(1)]);
  const { arrays } = safetensors({ $type: "dict", items }).report;
  expect([arrays.length, arrays[1]?.name, arrays.at(-1)?.name]).toEqual([60_000, "a~2", "a~60000"]);
});

test("names of fields are escaped as others are: a lone surrogate is no JSON", () => {
  const dtype = { names: ["\ud800", "a/b", "x\0"], formats: ["float64", "float64", "float64"], offsets: [0, 8, 16], itemsize: 24 };
  const root = { $type: "ndarray", dtype, shape: [1], base64: Buffer.alloc(24).toString("base64") };
  expect(safetensors(root).report.arrays.map(({ name }) => name)).toEqual(["array.%ED%A0%80", "array.a%2Fb", "array.x%00"]);
});

describe("what cannot be written", () => {
  test("objects are listed, never pickled", () => {
    const { report, bytes } = npz({ names: array("object", [2], ["a", "b"]), coef_: f8(1) });
    expect(report.dropped.map(({ name, dtype }) => [name, dtype])).toEqual([["names", "object"]]);
    expect(Object.keys(readBack(bytes))).toEqual(["__metadata__.json", "coef_"]);
  });

  test("texts, dates and complex numbers are listed by safetensors", () => {
    const root = {
      t: array("U1", [1], ["a"]),
      d: array("datetime64[D]", [1], [1]),
      c: array("complex64", [1], [{ $type: "complex", real: 1, imag: 2 }]),
      x: f8(1),
    };
    expect(safetensors(root).report.dropped.map(({ name }) => name)).toEqual(["t", "d", "c"]);
    expect(npz(root).report.dropped).toEqual([]);
  });

  test("a masked array is no array of numbers", () => {
    const masked = { $type: "object", class: "numpy.ma.MaskedArray", origin: "numpy.ma.core.MaskedArray", state: { data: f8(1) } };
    expect(npz({ masked, x: f8(1) }).report.dropped.map(({ name }) => name)).toEqual(["masked"]);
  });

  test("a document without arrays is refused", () => {
    expect(codeOf(() => npz({ a: 1 }))).toBe("target.unsupported");
    expect(codeOf(() => safetensors([array("object", [0], [])]))).toBe("target.unsupported");
  });

  test.each([
    ["a number beyond its dtype", array("int8", [1], [128])],
    ["a number that is rounded", array("float32", [1], [0.1])],
    ["a half that is rounded", array("float16", [1], [1.0001])],
    ["a text longer than its dtype", array("U1", [1], ["ab"])],
    ["a number for a truth", array("bool", [1], [1])],
    ["fewer items than its shape", array("float64", [2], [1])],
    ["bytes of another length", { $type: "ndarray", dtype: "float64", shape: [2], base64: "AAAA" }],
    ["a sidecar that is not here", { $type: "ndarray", dtype: "float64", shape: [2], file: "x.safetensors", tensor: "0" }],
  ])("%s is no array", (_, value) => {
    expect(codeOf(() => npz([value]))).toBe("document.malformed");
    // It has no texts, whatever they are.
    expect(codeOf(() => safetensors([value]))).toBe(own(value, "dtype") === "U1" ? "target.unsupported" : "document.malformed");
  });
});

test("a sparse matrix is its parts, with shape and format", () => {
  const sparse = {
    $type: "object",
    class: "scipy.sparse.csr_matrix",
    origin: "scipy.sparse._csr.csr_matrix",
    state: {
      _shape: { $type: "tuple", items: [2, 3] },
      maxprint: 50,
      data: f8(7),
      indices: array("int32", [1], [2]),
      indptr: array("int32", [3], [0, 1, 1]),
    },
  };
  const found = readBack(npz({ coef_: sparse }).bytes);
  expect(Object.keys(found)).toEqual(["__metadata__.json", "coef_.format", "coef_.shape", "coef_.data", "coef_.indices", "coef_.indptr"]);
  expect(
    Buffer.from(String(own(found["coef_.format"], "base64")), "base64")
      .toString("utf16le")
      .replaceAll("\0", ""),
  ).toBe("csr");
  expect(Buffer.from(safetensors({ coef_: sparse }).bytes).toString("latin1")).toContain('"coef_.format":"csr"');
});

test("metadata is kept, and the artifact's hash", async () => {
  const { document } = await convert(join(FIXTURES, "seed", "1.9.1", "pipeline.joblib"));
  const parsed = JSON.parse(document ?? "");
  const header = Buffer.from(toSafetensors(parsed, undefined).bytes).toString("latin1");
  expect(header).toContain(`"source_sha256":"${parsed.source.sha256}"`);
  expect(header).toContain('"features":"[\\"MKT\\",\\"SMB\\",\\"HML\\"]"');
  expect(toNpz(parsed, "scaler").report.arrays.map(({ name }) => name)).toContain("mean_");
});

test("a document is loaded with the sidecar beside it", async () => {
  const sidecar = await convert(join(MODELS, "RandomForestRegressor.pkl"), { arrays: "sidecar", sidecar: "x.safetensors" });
  await withFolderOf({ "x.json": sidecar.document ?? "", "x.safetensors": sidecar.sidecar ?? new Uint8Array(0) }, async (folder) => {
    const { model } = await load(join(folder, "x.json"));
    expect(model?.className).toBe("RandomForestRegressor");
    const row = Array.from({ length: model?.nFeatures ?? 0 }, () => 0.5);
    expect(model?.predict?.([row]).data).toEqual((await load(join(MODELS, "RandomForestRegressor.pkl"))).model?.predict?.([row]).data);
  });
});

/** A folder with these files, until the work is done. */
async function withFolderOf(files: Readonly<Record<string, string | Uint8Array>>, work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-arrays-"));
  try {
    for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes);
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A Python with numpy 2, one with safetensors before others. */
const pythons = [process.env["CORNICHON_PYTHON"], TARGET_PYTHON, "python3", ...environments()].filter((one) => typeof one === "string");
const has = (python: string, what: string): boolean => spawnSync(python, ["-c", what]).status === 0;
const NUMPY = "import numpy; assert int(numpy.__version__.split('.')[0]) >= 2";
const python = pythons.find((one) => has(one, `${NUMPY}; import safetensors.numpy`)) ?? pythons.find((one) => has(one, NUMPY));
if (python === undefined)
  process.stderr.write("\n*** no Python with numpy 2 (CORNICHON_PYTHON names one): numpy's reading of npz is SKIPPED ***\n\n");
else if (!has(python, "import safetensors"))
  process.stderr.write("\n*** no Python with safetensors: its reading of our files is SKIPPED ***\n\n");

function environments(): readonly string[] {
  const folder = envsFolder();
  return existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, "bin", "python")) : [];
}

interface Example {
  readonly name: string;
  readonly pickle: string;
}

/** The format's examples that are arrays or scalars of numpy's. */
const examples = (JSON.parse(readFileSync(join(FIXTURES, "format", "examples.json"), "utf8")) as readonly Example[]).filter(({ pickle }) =>
  ["ndarray", "scalar"].includes(typeOf(runGuest(Buffer.from(pickle, "base64")).root) ?? ""),
);

test.skipIf(python === undefined)("numpy and safetensors read what the pickles held", { timeout: 60_000 }, async () => {
  await withFolderOf({}, async (folder) => {
    const lines = examples.map(({ name, pickle }) => {
      const { root } = runGuest(Buffer.from(pickle, "base64"));
      const written = (
        [
          ["npz", npz],
          ["safetensors", safetensors],
        ] as const
      ).map(([ext, make]) => {
        const made = bytesOr(() => make(root).bytes);
        if (made === null) return [ext, null] as const;
        writeFileSync(join(folder, `${name}.${ext}`), made);
        return [ext, join(folder, `${name}.${ext}`)] as const;
      });
      return `${JSON.stringify({ name, pickle, ...Object.fromEntries(written) })}\n`;
    });
    writeFileSync(join(folder, "files.ndjson"), lines.join(""));
    const done = spawnSync(python ?? "", ["-B", join(import.meta.dirname, "arrays.py"), join(folder, "files.ndjson")], {
      encoding: "utf8",
      cwd: folder,
    });
    const said = done.stdout
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => JSON.parse(line));
    expect([said.length, done.stderr]).toEqual([examples.length, ""]);
    expect(said.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
    expect(said.reduce((sum, { checked }) => sum + checked, 0)).toBeGreaterThan(15);
  });
});

/** Bytes, or null where there is nothing that can be written. */
function bytesOr(make: () => Uint8Array): Uint8Array | null {
  try {
    return make();
  } catch (error) {
    if (own(error, "code") !== "target.unsupported") throw error;
    return null;
  }
}
