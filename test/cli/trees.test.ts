/**
 * A tree as people have them: sources, documents, images, archives, packs of git, arrow and parquet, and among them a few
 * models and hostile files. What is an artifact is decided by what it does; everything else is skipped and counted, and
 * nothing that is skipped runs anything where Python loads it (`skipped-runs-nothing.test.ts`).
 */
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cornichon } from "../support/cli.js";
import { ordinaryFiles } from "../support/ordinary-files.js";
import { FIXTURES } from "../support/shared.js";
import { zip } from "../support/zip.js";

const HOSTILE = readFileSync(join(FIXTURES, "hostile/dangerous--build-after-p0.pkl"));
const COMMAND = "cos\nsystem\n(S'id'\ntR.";

let root = "";
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "cornichon-tree-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), content);
}

/** A tar of one hostile text under that name. */
function tarOf(name: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0, "latin1");
  header.write("0000644\x000000000\x000000000\0", 100, "latin1");
  header.write(`${COMMAND.length.toString(8).padStart(11, "0")}\0`, 124, "latin1");
  header.write(`${"0".repeat(11)}\0        0`, 136, "latin1");
  header.write("ustar\x0000", 257, "latin1");
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
    "latin1",
  );
  return Buffer.concat([header, Buffer.from(COMMAND.padEnd(512, "\0")), Buffer.alloc(1024)]);
}

interface Told {
  readonly summary: { readonly artifacts: number; readonly skippedKinds: Readonly<Record<string, number>> } & Readonly<
    Record<string, unknown>
  >;
  readonly artifacts: readonly { readonly path: string; readonly member?: string; readonly verdict: string }[];
  readonly skipped: readonly { readonly path: string; readonly kind: string }[];
}

function scan(folder: string, ...options: string[]): { readonly status: number | null; readonly told: Told } {
  const { code: status, out } = cornichon(["scan", join(root, folder), "--format", "json", ...options]);
  return { status, told: JSON.parse(out) };
}

describe("an ordinary tree", () => {
  const models = readdirSync(join(FIXTURES, "seed/1.9.1")).filter((name) => /\.(?:pkl|joblib|joblib\.gz)$/.test(name));

  beforeAll(() => {
    for (const [path, content] of ordinaryFiles()) put(`ordinary/${path}`, content);
    put("ordinary/.git/objects/pack/x.pack", "PACK\0\0\0\u0002");
    put("ordinary/node_modules/evil/index.pkl", COMMAND);
    put("ordinary/data/plain.zip", zip([{ name: "a.txt", data: Buffer.from("text") }]));
    for (const name of models) {
      mkdirSync(join(root, "ordinary/models"), { recursive: true });
      copyFileSync(join(FIXTURES, "seed/1.9.1", name), join(root, "ordinary/models", name));
    }
  });

  test("only its models are artifacts", () => {
    const { status, told } = scan("ordinary");
    expect(models.length).toBeGreaterThan(2);
    expect(told.artifacts.map(({ path, verdict }) => `${path.split("/").at(-1)} ${verdict}`).sort()).toEqual(
      models.map((name) => `${name} safe`).sort(),
    );
    expect(status).toBe(0);
    expect(told.summary["skipped"]).toBe(told.skipped.length);
    expect(told.skipped.filter(({ kind }) => kind === "folder").map(({ path }) => path.split("/").at(-1))).toEqual([
      ".git",
      "node_modules",
    ]);
    for (const kind of [
      "source",
      "image",
      "parquet",
      "pdf",
      "sqlite",
      "executable",
      "bytecode",
      "json",
      "text",
      "empty",
      "archive",
      "hdf5",
    ])
      expect(told.summary.skippedKinds[kind], kind).toBeGreaterThan(0);
  });

  test("a stream of protocol 0 under any name, inside an archive and behind a link are found", () => {
    put("ordinary/notes/todo.txt", COMMAND);
    put("ordinary/.git/hidden", COMMAND);
    symlinkSync("../.git/hidden", join(root, "ordinary/notes/link.md"));
    const members = [
      { name: "a.md", data: Buffer.from(COMMAND) },
      { name: "b.md", data: Buffer.from("# nothing\n") },
      { name: "in.zip", data: zip([{ name: "c", data: Buffer.from(COMMAND) }]) },
      { name: "plain.zip", data: zip([{ name: "c", data: Buffer.from("text") }]) },
    ];
    put("ordinary/notes/papers.zip", zip(members));
    put("ordinary/notes/log.gz", gzipSync(COMMAND));
    const { status, told } = scan("ordinary");
    const bad = told.artifacts.filter(({ verdict }) => verdict !== "safe");
    expect(bad.map(({ path, member }) => `${path.slice(join(root, "ordinary/").length)} ${member ?? ""}`)).toEqual([
      "notes/link.md ",
      "notes/log.gz ",
      "notes/papers.zip ",
      "notes/papers.zip a.md",
      "notes/papers.zip in.zip/c",
      "notes/papers.zip in.zip",
      "notes/todo.txt ",
    ]);
    expect(bad.every(({ verdict }) => verdict === "dangerous")).toBe(true);
    expect(status).toBe(1);
    rmSync(join(root, "ordinary/notes"), { recursive: true });
  });

  test("folders of tools are walked when asked for", () => {
    const { told } = scan("ordinary", "--all-folders");
    expect(
      told.artifacts
        .filter(({ verdict }) => verdict === "dangerous")
        .map(({ path }) => path.split("/").at(-1))
        .sort(),
    ).toEqual(["hidden", "index.pkl"]);
  });

  test("what begins as another format and is a container is looked into", () => {
    const header = '{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}';
    // The length of a header is the first byte of the file: of these lengths fonts, icons and programs have their magic.
    for (const length of [256, 65_536, 0x464c])
      put(
        `begins/${length}.bin`,
        Buffer.concat([Buffer.from(Uint32Array.of(length, 0).buffer), Buffer.from(header.padEnd(length)), Buffer.from([1])]),
      );
    for (const start of ["\xff\xd8\xff", "%PDF-", "<?xml", "II*", "#!"])
      put(`begins/${start.length}${start.charCodeAt(0)}.dat`, tarOf(`${start}.md`));
    const { told } = scan("begins");
    expect(told.summary["skipped"]).toBe(0);
    expect(
      told.artifacts
        .filter(({ member }) => member === undefined)
        .map(({ verdict }) => verdict)
        .sort(),
    ).toEqual([...Array.from({ length: 5 }, () => "dangerous"), ...Array.from({ length: 3 }, () => "safe")]);
  });

  test("a name that lies is skipped with its kind, one whose file is broken is judged", () => {
    put("lies/photo.pkl", new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0]));
    put("lies/failed.joblib", "<!DOCTYPE html><html><body>404</body></html>");
    put("lies/pointer.pkl", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n");
    put("lies/broken.pkl", "what is this");
    put("lies/hostile.png", HOSTILE);
    put("lies/packed.pkl.zst", Uint8Array.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0]));
    const { told } = scan("lies");
    expect(told.skipped.map(({ path, kind }) => `${path.split("/").at(-1)} ${kind}`)).toEqual(["failed.joblib html", "photo.pkl image"]);
    expect(told.artifacts.map(({ path, verdict }) => `${path.split("/").at(-1)} ${verdict}`)).toEqual([
      "broken.pkl malformed",
      "hostile.png dangerous",
      "packed.pkl.zst unsupported",
      "pointer.pkl malformed",
    ]);
  });
});
