/**
 * PyTorch's files of 1.4 to 2.9 (`scripts/torch/make.py`), as zips and as the stream of before 1.6: state dicts and checkpoints are
 * safe, and their tensors become safetensors byte for byte what torch has in memory and safetensors itself writes.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { convert, diff, scan } from "../../src/index.js";
import { FIXTURES } from "../support/shared.js";
import { zip } from "../support/zip.js";

const FOLDER = join(import.meta.dirname, "..", "..", "fixtures", "torch");
const VERSIONS = readdirSync(FOLDER).filter((name) => /^\d/.test(name));
const FORMS = ["zip", "stream"];

interface Expected {
  readonly tensors: Readonly<Record<string, readonly [string, readonly number[], string]>>;
  readonly shared: Readonly<Record<string, string>>;
}

interface Entry {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly data_offsets: readonly [number, number];
}

interface Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: Readonly<Record<string, Entry & { readonly hex: string }>>;
}

function read(bytes: Uint8Array): Safetensors {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const { __metadata__: metadata, ...entries } = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString());
  const data = Buffer.from(bytes.subarray(8 + length));
  const tensors = Object.entries<Entry>(entries).map(([name, entry]) => {
    const [from, to] = entry.data_offsets;
    return [name, { ...entry, hex: data.subarray(from, to).toString("hex") }] as const;
  });
  return { metadata, tensors: Object.fromEntries(tensors) };
}

const DTYPES: Readonly<Record<string, string>> = {
  "torch.bool": "BOOL",
  "torch.uint8": "U8",
  "torch.int8": "I8",
  "torch.int16": "I16",
  "torch.int32": "I32",
  "torch.int64": "I64",
  "torch.uint16": "U16",
  "torch.uint32": "U32",
  "torch.uint64": "U64",
  "torch.float16": "F16",
  "torch.bfloat16": "BF16",
  "torch.float32": "F32",
  "torch.float64": "F64",
  "torch.float8_e4m3fn": "F8_E4M3",
  "torch.float8_e5m2": "F8_E5M2",
};

const cases = VERSIONS.flatMap((version) =>
  readdirSync(join(FOLDER, version))
    .filter((name) => name.endsWith(".json"))
    .flatMap((name) => FORMS.map((form) => [version, name.slice(0, -".json".length), form] as const)),
);

test("there is something of each version", () => {
  expect(VERSIONS.length).toBeGreaterThan(3);
  expect(cases.length).toBeGreaterThan(40);
});

describe.each(cases)("%s %s %s", (version, name, form) => {
  const file = join(FOLDER, version, `${name}-${form}.pt`);
  const expected: Expected = JSON.parse(readFileSync(join(FOLDER, version, `${name}.json`), "utf8"));

  test("safe, and its tensors bit for bit", async () => {
    const { verdict, output, report } = await convert(file, { to: "safetensors" });
    expect(verdict).toBe("safe");
    const { metadata, tensors } = read(output ?? new Uint8Array(8));
    const found = Object.entries(tensors).map(([key, { dtype, shape, hex }]) => [key, [dtype, shape, hex]]);
    const wanted = Object.entries(expected.tensors).map(([key, [dtype, shape, hex]]) => [key, [DTYPES[dtype], shape, hex]]);
    expect(Object.fromEntries(found)).toEqual(Object.fromEntries(wanted));
    expect(metadata).toMatchObject({ format: "pt", ...expected.shared });
    expect(report).toMatchObject({ target: "safetensors" });
  });

  test("each tensor stands where it can be read in place, and none over another", async () => {
    const { output } = await convert(file, { to: "safetensors" });
    const entries = Object.values(read(output ?? new Uint8Array(8)).tensors).sort((a, b) => a.data_offsets[0] - b.data_offsets[0]);
    let at = 0;
    for (const { dtype, data_offsets, hex } of entries) {
      const width = /8/.test(dtype) || dtype === "BOOL" ? 1 : /16/.test(dtype) ? 2 : /32/.test(dtype) ? 4 : 8;
      expect(data_offsets).toEqual([at, at + hex.length / 2]);
      expect(at % width).toBe(0);
      at += hex.length / 2;
    }
  });

  const theirs = join(FOLDER, version, `${name}.safetensors`);
  test.runIf(existsSync(theirs))("what safetensors itself writes", async () => {
    const { output } = await convert(file, { to: "safetensors" });
    const strip = ({ tensors }: Safetensors): object =>
      Object.fromEntries(Object.entries(tensors).map(([key, { dtype, shape, hex }]) => [key, { dtype, shape, hex }]));
    expect(strip(read(output ?? new Uint8Array(8)))).toEqual(strip(read(readFileSync(theirs))));
  });
});

const existing = (name: string): (readonly [string, string, string])[] =>
  VERSIONS.flatMap((version) => FORMS.map((form) => [version, form, join(FOLDER, version, `${name}-${form}.pt`)] as const)).filter(
    ([, , path]) => existsSync(path),
  );

describe.each([
  ["complex", /no dtype for complex64/],
  ["quantized", /quantized/],
  ["sparse", /sparse/],
  ["overlapping", /shares memory/],
])("%s: safe, and refused by name as safetensors", (name, why) => {
  test.each(existing(name))("%s %s", async (_version, _form, path) => {
    const { verdict, artifacts } = await scan(path);
    expect([verdict, artifacts[0]?.kind]).toEqual(["safe", "torch"]);
    const made = await convert(path, { to: "safetensors" });
    expect(made.output).toBeNull();
    expect(made.findings.at(-1)).toMatchObject({ code: "target.unsupported", message: expect.stringMatching(why) });
    const { document } = await convert(path);
    expect(JSON.parse(document ?? "null").source.kind).toBe("torch");
  });
});

test.each(existing("module"))("a whole module is unlisted: %s %s", async (_version, _form, path) => {
  const { verdict, artifacts } = await scan(path);
  const messages = artifacts.flatMap(({ findings }) => findings.map(({ message }) => message));
  expect(verdict).toBe("unlisted");
  expect(messages.join()).toMatch(/torch\.nn\.modules\.container\.Sequential.*state_dict/);
});

test("a tensor without values, as safetensors", async () => {
  // OrderedDict({"w": torch.empty(0, 3)}), as protocol 2.
  const pickle = Buffer.from(
    "\x80\x02}X\x01\x00\x00\x00wctorch._utils\n_rebuild_tensor_v2\n((X\x07\x00\x00\x00storagectorch\nFloatStorage\n" +
      "X\x01\x00\x00\x000X\x03\x00\x00\x00cpuK\x00tQK\x00K\x00K\x03\x86K\x03K\x01\x86\x89ccollections\nOrderedDict\n)RtRs.",
    "latin1",
  );
  const part = (name: string, data: Buffer): { readonly name: string; readonly data: Buffer } => ({ name: `archive/${name}`, data });
  const file = zip([part("data.pkl", pickle), part("version", Buffer.from("3\n")), part("data/0", Buffer.alloc(0))]);
  const { verdict, output } = await convert(file, { to: "safetensors" });
  expect(verdict).toBe("safe");
  expect(read(output ?? new Uint8Array(8)).tensors).toEqual({ w: { dtype: "F32", shape: [0, 3], data_offsets: [0, 0], hex: "" } });
  const none = zip([part("data.pkl", Buffer.from("\x80\x02}.", "latin1")), part("version", Buffer.from("3\n"))]);
  expect((await convert(none, { to: "safetensors" })).findings.at(-1)?.message).toMatch(/it holds no tensor/);
});

test.each(["tied", "checkpoint", "shared"])("%s: the same by its values, wherever they were stored", async (name) => {
  const [a, b] = FORMS.map((form) => join(FOLDER, "2.9.1", `${name}-${form}.pt`));
  expect((await diff(a ?? "", b ?? "")).same).toBe(true);
  expect((await diff(a ?? "", join(FOLDER, "2.9.1", "numbers-zip.pt"))).same).toBe(false);
});

test("neutral JSON: a tensor is an object with its array, shared ones are one", async () => {
  const { document } = await convert(join(FOLDER, "2.9.1", "tied-zip.pt"));
  const { root } = JSON.parse(document ?? "null");
  const [embedding, head] = ["embedding.weight", "head.weight"].map((name) => root.pairs.find(([key]: [string]) => key === name)[1]);
  expect(embedding).toMatchObject({ class: "torch.Tensor", state: { data: { dtype: "float32", shape: [5, 4] }, requires_grad: false } });
  expect(head.state.data).toEqual({ $type: "ref", id: embedding.state.data.$id });
});

test("neutral JSON names the dtypes that numpy does not have", async () => {
  const { document } = await convert(join(FOLDER, "2.9.1", "numbers-zip.pt"));
  const { root } = JSON.parse(document ?? "null");
  const dtypes = Object.fromEntries(
    root.pairs.map(([key, { state }]: [string, { state: { data: { dtype: string } } }]) => [key, state.data.dtype]),
  );
  expect(dtypes).toMatchObject({ bfloat16: "bfloat16", float8_e4m3fn: "float8_e4m3fn", uint16: "uint16" });
});

test("a long storage is summed up by the child, and a changed byte of it is told", async () => {
  const small = readFileSync(join(FIXTURES, "hostile", "safe--torch-state-dict.pt"));
  const [from, to] = [small.indexOf("\x80\x02}(", 0, "latin1"), small.indexOf("u.PK", 0, "latin1") + 2];
  const items = 786_432;
  const count = Buffer.alloc(5, "J");
  count.writeInt32LE(items, 1);
  const pickle = Buffer.from(
    small
      .subarray(from, to)
      .toString("latin1")
      .replace("K\x06t", `${count.toString("latin1")}t`),
    "latin1",
  );
  const numbers = Buffer.alloc(4 * items, "numbers");
  const file = zip([
    { name: "a/data.pkl", data: pickle },
    { name: "a/data/0", data: numbers },
    { name: "a/version", data: Buffer.from("3\n") },
  ]);
  expect((await scan(file)).verdict).toBe("safe");
  file.writeUInt8(0, file.length - 1000);
  const { verdict, artifacts } = await scan(file);
  expect([verdict, artifacts.flatMap(({ findings }) => findings.map(({ code }) => code))]).toMatchObject([
    "malformed",
    ["container.corrupt", "array.malformed"],
  ]);
});
