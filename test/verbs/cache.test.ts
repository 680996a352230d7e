/** `--cache`: the second run says what the first did and judges nothing again; what others put there, or what changed, counts for nothing. */
import { execFile } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "vitest";
import { CacheFolder } from "../../src/verbs/cache-folder.js";
import { CacheIndex } from "../../src/verbs/cache-index.js";
import { cornichon } from "../support/cli.js";

const run = promisify(execFile);
const safe = readFileSync("fixtures/seed/1.9.1/ridge.pkl");
const evil = Buffer.from("cos\nsystem\n(S'id'\ntR.", "latin1");

let folder: string;
let tree: string;
let cache: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cornichon-cache-"));
  tree = join(folder, "tree");
  cache = join(folder, "cache");
  mkdirSync(tree);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(tree, name), bytes);
  return join(tree, name);
};
const scan = (...args: readonly string[]) => cornichon(["scan", "--format", "ndjson", "--quiet", "--cache", cache, ...args]);
const verdicts = (out: string) =>
  out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).verdict);

/** Entries by their names, without the key and the index. */
const entries = (): string[] =>
  readdirSync(cache)
    .filter((part) => /^[0-9a-f]{2}$/.test(part))
    .flatMap((part) => readdirSync(join(cache, part)).map((name) => part + name));
const fileOf = (entry: string): string => join(cache, entry.slice(0, 2), entry.slice(2));

/** Writes entries anew, signed as the program does. */
function forge(change: (entry: string) => string): void {
  const own = new CacheFolder(cache);
  for (const name of entries()) own.writeEntry(name, change(own.readEntry(name) ?? ""));
}

test("the second run says the same, from what was kept", () => {
  put("a.pkl", safe);
  put("b.txt", evil);
  put("notes.txt", "client = connect()\n");
  put("c.zip", readFileSync("fixtures/containers/deflated.npz"));
  const first = scan(tree);
  expect(first.code).toBe(1);
  expect(scan(tree)).toEqual(first);
  // It does come from there: what is signed with the folder's key is believed.
  forge((entry) => entry.replace('"kind":"pickle"', '"kind":"joblib"'));
  expect(scan(tree).out).toContain('"kind":"joblib"');
  // Another name for the same bytes, another policy, other limits.
  copyFileSync(join(tree, "a.pkl"), join(tree, "z.pkl"));
  expect(scan(join(tree, "z.pkl"), "--no-family", "sklearn").code).toBe(1);
  expect(verdicts(scan(join(tree, "z.pkl"), "--max-bytes", "10").out)).toEqual(["limit"]);
  expect(scan(join(tree, "z.pkl")).code).toBe(0);
});

test("a file that changed is judged, however it hides that", () => {
  const at = put("a.pkl", Buffer.concat([evil, Buffer.alloc(20)]));
  const old = new Date(Date.now() - 1e7);
  utimesSync(at, old, old);
  expect(verdicts(scan(at).out)).toEqual(["dangerous"]);
  const harmless = Buffer.from("I1\n.".padEnd(evil.length + 20, "\0"), "latin1");
  writeFileSync(at, harmless);
  utimesSync(at, old, old);
  expect(verdicts(scan(at).out)).toEqual(["safe"]);
  writeFileSync(at, Buffer.concat([evil, Buffer.alloc(20)]));
  utimesSync(at, old, old);
  expect(verdicts(scan(at).out)).toEqual(["dangerous"]);
});

test("an index believes no file that was written just before it was looked at", () => {
  const index = new CacheIndex(new CacheFolder(cache), "1");
  const facts = statSync(put("a.pkl", safe), { bigint: true });
  const written = Number(facts.ctimeMs);
  index.put(facts, written + 1000, "a");
  expect(index.find(facts)).toBe(null);
  index.put(facts, written + 5000, "a");
  expect(index.find(facts)).toBe("a");
  index.save();
  expect(new CacheIndex(new CacheFolder(cache), "1").find(facts)).toBe("a");
  expect(new CacheIndex(new CacheFolder(cache), "2").find(facts)).toBe(null);
  for (const change of [{ size: 1n }, { mtimeNs: 1n }, { ctimeNs: 1n }, { ino: 1n }, { dev: 1n }])
    expect(new CacheIndex(new CacheFolder(cache), "1").find(Object.assign(Object.create(facts), facts, change))).toBe(null);
});

test("what somebody put there, cut, renamed or spoilt is as if it were not there, and mended", () => {
  const good = put("good.pkl", safe);
  scan(good);
  const [harmless = ""] = entries();
  const bad = put("bad.pkl", evil);
  expect(scan(bad).code).toBe(1);
  const dangerous = entries().find((name) => name !== harmless) ?? "";
  const kept = readFileSync(fileOf(dangerous));
  const unsigned = Buffer.from(readFileSync(fileOf(harmless)).subarray(64));
  for (const planted of [
    readFileSync(fileOf(harmless)),
    unsigned,
    Buffer.concat([Buffer.alloc(64, "0"), unsigned]),
    kept.subarray(0, 100),
    Buffer.alloc(0),
    Buffer.from("{".repeat(200)),
  ]) {
    writeFileSync(fileOf(dangerous), planted);
    expect(scan(bad).code).toBe(1);
    expect(readFileSync(fileOf(dangerous))).toEqual(kept);
  }
  rmSync(fileOf(dangerous));
  symlinkSync(fileOf(harmless), fileOf(dangerous));
  expect(scan(bad).code).toBe(1);
  writeFileSync(join(cache, "key"), Buffer.alloc(32, 1));
  expect([scan(bad).code, scan(good).code]).toEqual([1, 0]);
  writeFileSync(join(cache, "key"), "short");
  writeFileSync(join(cache, "index"), "nonsense");
  expect(scan(bad).code).toBe(2);
  rmSync(join(cache, "key"));
  expect(scan(bad).err).toContain("it holds other things and no cache");
});

test("a folder that others could have written into is refused in words", () => {
  const at = put("a.pkl", safe);
  for (const [make, words] of [
    [() => mkdirSync(cache, { mode: 0o755 }), "others may look into it"],
    [() => symlinkSync(tree, cache), "a symbolic link"],
    [() => writeFileSync(cache, ""), "could not be made"],
    [
      () => {
        mkdirSync(cache, { mode: 0o700 });
        writeFileSync(join(cache, "thesis.tex"), "");
      },
      "holds other things",
    ],
  ] as const) {
    make();
    const { code, out, err } = scan(at);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(words);
    expect(err).not.toContain("unexpected");
    rmSync(cache, { recursive: true, force: true });
  }
  scan(at);
  chmodSync(cache, 0o750);
  expect(scan(at).code).toBe(2);
});

test("limits, what could not be read, and what depends on other files are not kept", () => {
  const at = put("a.pkl", safe);
  expect(verdicts(scan(at, "--max-opcodes", "3").out)).toEqual(["limit"]);
  expect(scan(join(tree, "nowhere.pkl")).code).toBe(2);
  // joblib 0.9: its arrays lie beside it.
  const joblib09 = "fixtures/seed/0.17.1-py27/ridge.joblib";
  expect(scan(joblib09).code).toBe(0);
  scan(put("alone.joblib", readFileSync(joblib09)));
  expect(entries()).toEqual([]);
});

test("what comes to stand beside a file has its say", () => {
  const at = put("a.pkl", safe);
  expect([scan(at).code, entries().length]).toEqual([0, 1]);
  expect(JSON.parse(scan(at).out).findings).toEqual([]);
  put("a.pkl.dvc", "outs:\n- md5: 00000000000000000000000000000000\n  size: 1\n  path: a.pkl\n");
  expect(JSON.parse(scan(at).out).findings.map(({ code }: { code: string }) => code)).toEqual(["folder.dvc-mismatch"]);
  const other = put("b.pkl", safe);
  expect(scan(other).code).toBe(0);
  rmSync(join(tree, "a.pkl.dvc"));
  expect(scan(at).code).toBe(0);
});

test("runs side by side find the same", async () => {
  for (let i = 0; i < 20; i++)
    put(`${i}.pkl`, i % 5 === 0 ? Buffer.concat([evil, Buffer.alloc(i)]) : Buffer.concat([safe, Buffer.alloc(i)]));
  const args = ["dist/cli.js", "scan", "--format", "ndjson", "--quiet", "--cache", cache, tree];
  const outs = await Promise.all(
    [1, 2, 3].map(async () => (await run(process.execPath, args).catch((error: { stdout: string }) => error)).stdout),
  );
  expect(new Set(outs).size).toBe(1);
  expect(scan(tree).out).toBe(outs[0]);
  expect(readdirSync(cache).filter((name) => name.startsWith(".tmp"))).toEqual([]);
});

test("a cache inside the tree is not scanned", () => {
  put("a.pkl", safe);
  put("b.pkl", evil);
  cache = join(tree, "cache");
  const plain = verdicts(scan(tree).out);
  expect(plain).toEqual(["safe", "dangerous"]);
  const out = cornichon(["scan", "--format", "json", "--quiet", "--cache", cache, tree]).out;
  expect(JSON.parse(out).summary.artifacts).toBe(2);
});

test("a part that grew too large loses its oldest files", () => {
  const own = new CacheFolder(cache);
  for (let i = 0; i < 40; i++) {
    const name = `aa${String(i).padStart(62, "0")}`;
    own.writeEntry(name, "x".repeat(60_000));
    utimesSync(fileOf(name), i, i);
  }
  own.writeEntry(`aa${"f".repeat(62)}`, "x".repeat(70_000));
  own.trim();
  expect(entries().map((name) => Number(name.slice(2)))).toEqual(Array.from({ length: 17 }, (_, i) => i + 23));
  expect(readdirSync(dirname(fileOf("aa0"))).length).toBe(17);
});
