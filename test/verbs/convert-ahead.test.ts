/**
 * Long torch files are written while they are judged: what comes out is what is in the file, under its hash, and nothing at all when
 * a storage's sum is wrong, whatever the first look said.
 */
import { createHash } from "node:crypto";
import { closeSync, existsSync, openSync, readdirSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { convertAll } from "../../src/verbs/convert-all.js";
import { TemporaryFolder } from "../support/folder.js";

const folder = new TemporaryFolder();
afterAll(() => folder.remove());

const MIB = 1024 * 1024;
/** Bytes of a storage, and how often its pattern comes. */
const LENGTHS = [130 * MIB, 4096, 127 * MIB + 12];

const text = (value: string): string => `X${String.fromCharCode(value.length, 0, 0, 0)}${value}`;
const int = (value: number): string => `J${Buffer.from(Int32Array.of(value).buffer).toString("latin1")}`;
const ODICT = "ccollections\nOrderedDict\n)R";

/** A state dict of float32 vectors, as torch pickles it. */
const stateDict = (counts: readonly number[], storage = "FloatStorage"): Buffer =>
  Buffer.from(
    `\x80\x02${ODICT}(${counts
      .map((count, i) => {
        const stored = `(${text("storage")}ctorch\n${storage}\n${text(String(i))}${text("cpu")}${int(count)}tQ`;
        return `${text(`layer.${i}`)}ctorch._utils\n_rebuild_tensor_v2\n(${stored}${int(0)}${int(count)}\x85${int(1)}\x85\x89${ODICT}tR`;
      })
      .join("")}u.`,
    "latin1",
  );

const piecesOf = function* (length: number, seed: number): Generator<Buffer> {
  for (let at = 0, n = seed; at < length; at += MIB, n++) yield Buffer.alloc(Math.min(MIB, length - at), `${n}-`);
};

/** Writes a torch file a piece at a time; `lie` is added to the last storage's sum. */
function writeTorch(name: string, { lie = 0, storage = "FloatStorage", itemsize = 4 } = {}): string {
  const path = join(folder.path, name);
  const fd = openSync(path, "w");
  const central: Buffer[] = [];
  let at = 0;
  const put = (bytes: Uint8Array): void => {
    at += writeSync(fd, bytes);
  };
  const member = (called: string, pieces: () => Iterable<Buffer>, length: number, wrong = 0): void => {
    let crc = 0;
    for (const piece of pieces()) crc = crc32(piece, crc);
    crc = (crc + wrong) >>> 0;
    const head = Buffer.alloc(46);
    head.writeUInt32LE(0x02014b50, 0);
    head.writeUInt32LE(crc, 16);
    head.writeUInt32LE(length, 20);
    head.writeUInt32LE(length, 24);
    head.writeUInt16LE(called.length, 28);
    head.writeUInt32LE(at, 42);
    central.push(head, Buffer.from(called));
    const local = Buffer.concat([Buffer.from([0x50, 0x4b, 3, 4]), head.subarray(6, 32), Buffer.from(called)]);
    put(local);
    for (const piece of pieces()) put(piece);
  };
  const data = stateDict(
    LENGTHS.map((length) => length / itemsize),
    storage,
  );
  member("archive/data.pkl", () => [data], data.length);
  for (const [i, length] of LENGTHS.entries())
    member(`archive/data/${i}`, () => piecesOf(length, i * 1000), length, i === LENGTHS.length - 1 ? lie : 0);
  member("archive/version", () => [Buffer.from("3\n")], 2);
  const directory = Buffer.concat(central);
  const start = at;
  put(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(central.length / 2, 8);
  end.writeUInt16LE(central.length / 2, 10);
  end.writeUInt32LE(directory.length, 12);
  end.writeUInt32LE(start, 16);
  put(end);
  closeSync(fd);
  return path;
}

/** Hex SHA-256 of a file from `from` on, and its first bytes. */
function digestOf(path: string, from = 0): string {
  const fd = openSync(path, "r");
  const hash = createHash("sha256");
  const piece = Buffer.alloc(MIB);
  for (let at = from, got = readSync(fd, piece, 0, MIB, at); got > 0; got = readSync(fd, piece, 0, MIB, at)) {
    hash.update(piece.subarray(0, got));
    at += got;
  }
  closeSync(fd);
  return hash.digest("hex");
}

function headerOf(path: string): { readonly length: number; readonly header: Record<string, Record<string, unknown>> } {
  const fd = openSync(path, "r");
  const size = Buffer.alloc(8);
  readSync(fd, size, 0, 8, 0);
  const length = Number(size.readBigUInt64LE());
  const json = Buffer.alloc(length);
  readSync(fd, json, 0, length, 8);
  closeSync(fd);
  return { length: 8 + length, header: JSON.parse(json.toString()) };
}

interface Made {
  readonly verdict: string;
  readonly written: boolean;
  readonly codes: readonly string[];
  readonly sha256: string | null | undefined;
  readonly failure: string | undefined;
  readonly reported: number;
}

async function converted(path: string, output: string | null, text: (piece: Uint8Array) => void = () => undefined): Promise<Made> {
  const made: Made[] = [];
  let reported = 0;
  const report = (): void => {
    reported++;
  };
  await convertAll(
    [{ path, output }],
    { jobs: 1, stdin: process.stdin, metadata: { owner: "risk" }, text, to: "safetensors", report },
    (file) => {
      const [own] = file.converted.artifacts;
      const codes = own?.findings.map(({ code }) => code) ?? [];
      const { verdict, written } = file.converted;
      made.push({ verdict, written, codes, sha256: own?.sha256, failure: file.failure?.code, reported: 0 });
    },
  );
  const [one] = made;
  if (one === undefined) throw new Error("nothing was told");
  return { ...one, reported };
}

describe("a long torch file", () => {
  test("becomes the same as it is given on piece by piece, under its own hash", async () => {
    const path = writeTorch("whole.pt");
    const output = join(folder.path, "whole.safetensors");
    const made = await converted(path, output);
    const sha256 = digestOf(path);
    expect(made).toEqual({ verdict: "safe", written: true, codes: [], sha256, failure: undefined, reported: 1 });
    const { header, length } = headerOf(output);
    expect(header["__metadata__"]).toEqual({ producer: "cornichon", owner: "risk", source_sha256: sha256, format: "pt" });
    const expected = createHash("sha256");
    for (const [i, bytes] of LENGTHS.entries()) for (const piece of piecesOf(bytes, i * 1000)) expected.update(piece);
    expect(digestOf(output, length)).toBe(expected.digest("hex"));
    // Without a file nothing can be written over, and so nothing is written ahead.
    const given = createHash("sha256");
    await converted(path, null, (piece) => given.update(piece));
    expect(digestOf(output)).toBe(given.digest("hex"));
  });

  test("of which a storage's sum is wrong leaves nothing", async () => {
    const output = join(folder.path, "wrong.safetensors");
    const made = await converted(writeTorch("wrong.pt", { lie: 1 }), output);
    expect([made.verdict, made.written, made.reported, existsSync(output)]).toEqual(["malformed", false, 0, false]);
    expect(readdirSync(folder.path).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("for which safetensors has no form is told so", async () => {
    const output = join(folder.path, "complex.safetensors");
    const made = await converted(writeTorch("complex.pt", { storage: "ComplexFloatStorage", itemsize: 8 }), output);
    expect([made.written, made.failure, existsSync(output)]).toEqual([false, "target.unsupported", false]);
  });
});
