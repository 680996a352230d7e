/** Symbolic links in a tree: followed inside it, each real file once, told where they lead out of it. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { isUnreadable } from "../../src/artifact/failure.js";
import { hasDescriptors } from "../../src/artifact/folder.js";
import { TreeFilter } from "../../src/artifact/tree-filter.js";
import { type Met, type WalkOptions, walk } from "../../src/artifact/walk.js";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "cornichon-links-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), path);
}

function link(path: string, target: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  symlinkSync(target, join(folder, path));
}

async function told(met: Met): Promise<string> {
  if (met.what === "link") return met.code;
  if (met.what === "skipped") return `skipped as ${met.kind}`;
  try {
    const artifact = met.open();
    const text = Buffer.from(await artifact.read(0, artifact.size)).toString();
    await artifact.close();
    return `${met.named ? "named " : ""}${text}`;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return `unreadable: ${error.args["why"]}`;
  }
}

/** What is met, by its path below the root. */
async function met(root: string, options: WalkOptions): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const one of walk(join(folder, root), options)) {
    const path = one.path.slice(join(folder, root).length + 1);
    expect(all[path]).toBeUndefined();
    all[path] = await told(one);
  }
  return all;
}

describe.each([false, ...(hasDescriptors() ? [true] : [])])("by descriptor: %s", (byDescriptor) => {
  test("a link to what is met anyway is the same file, and gives it its name where that says more", async () => {
    put("root/blobs/0a1b");
    put("root/b.pkl");
    link("root/snapshots/main/model.joblib", "../../blobs/0a1b");
    link("root/a.pkl", "b.pkl");
    link("root/all", "blobs");
    link("root/loop", ".");
    expect(await met("root", { byDescriptor })).toEqual({
      "a.pkl": "skipped as link",
      all: "skipped as link",
      "b.pkl": "named root/b.pkl",
      loop: "skipped as link",
      "blobs/0a1b": "skipped as link",
      "snapshots/main/model.joblib": "named root/blobs/0a1b",
    });
  });

  test("a link into what is left out is followed, once", async () => {
    put("root/.git/annex/x/1");
    put("root/.git/annex/x/2");
    link("root/a/model.pkl", "../.git/annex/x/1");
    link("root/b/model.pkl", "../.git/annex/x/1");
    link("root/c", ".git/annex/x");
    link("root/d", ".git/annex");
    expect(await met("root", { byDescriptor })).toEqual({
      ".git": "skipped as folder",
      "a/model.pkl": "named root/.git/annex/x/1",
      "b/model.pkl": "skipped as link",
      "c/1": "skipped as link",
      "c/2": "root/.git/annex/x/2",
      "d/x": "skipped as link",
    });
  });

  test("a link that leads out is told, through however many links, and one to nothing", async () => {
    put("secret/model.pkl");
    put("root/real/x");
    link("root/out.pkl", "../secret/model.pkl");
    link("root/folder", "../secret");
    link("root/first", "second");
    link("root/second", "../secret");
    link("root/nothing", "nowhere");
    link("root/circle", "circle");
    link("rootling/x", "x");
    link("root/near", "../rootling");
    const all = await met("root", { byDescriptor });
    for (const name of ["out.pkl", "folder", "first", "second", "near"]) expect(all[name]).toBe("tree.link-outside");
    for (const name of ["nothing", "circle"]) expect(all[name]).toMatch(/^unreadable: /);
    expect(all["real/x"]).toBe("root/real/x");
  });

  test("a link whose target was moved out meanwhile is not read", async () => {
    put("root/.git/x/1");
    put("secret/1");
    link("root/a.pkl", ".git/x/1");
    const walking = walk(join(folder, "root"), { byDescriptor });
    walking.next();
    const first: Met | undefined = walking.next().value ?? undefined;
    renameSync(join(folder, "root/.git/x"), join(folder, "root/.git/old"));
    symlinkSync(join(folder, "secret"), join(folder, "root/.git/x"));
    expect(first?.what).toBe("file");
    expect(first === undefined ? "" : await told(first)).toMatch(/^unreadable: /);
  });

  test("without following, every link is told", async () => {
    put("root/a");
    link("root/b", "a");
    expect(await met("root", { byDescriptor, follow: false })).toEqual({ a: "root/a", b: "tree.link" });
  });

  test("a link to what .gitignore leaves out is followed", async () => {
    put("root/.cache/0a1b");
    put("root/.cache/in/y.pkl");
    put("root/plain/x");
    writeFileSync(join(folder, "root/.gitignore"), ".cache/\n");
    link("root/model.pkl", ".cache/0a1b");
    link("root/named.pkl", ".cache/in/y.pkl");
    link("root/other.pkl", "plain/x");
    expect(await met("root", { byDescriptor, filter: new TreeFilter({ gitignore: true }) })).toEqual({
      ".cache": "skipped as excluded",
      ".gitignore": ".cache/\n",
      "model.pkl": "named root/.cache/0a1b",
      "named.pkl": "named root/.cache/in/y.pkl",
      "other.pkl": "named root/plain/x",
      "plain/x": "skipped as link",
    });
  });

  test("globs, folders of tools, .gitignore", async () => {
    for (const path of ["a/x.pkl", "a/y.txt", "b/x.pkl", "__pycache__/x.pkl", "c/ignored/x.pkl", "c/x.log"]) put(`root/${path}`);
    writeFileSync(join(folder, "root/c/.gitignore"), "ignored/\n*.log\n");
    const files = async (options: ConstructorParameters<typeof TreeFilter>[0]): Promise<string[]> =>
      Object.entries(await met("root", { byDescriptor, filter: new TreeFilter(options) })).flatMap(([path, what]) =>
        what.startsWith("skipped") ? [] : [path],
      );
    expect(await files({ include: ["*.pkl"] })).toEqual(["a/x.pkl", "b/x.pkl", "c/ignored/x.pkl"]);
    expect(await files({ include: ["a/**"], exclude: ["*.txt"] })).toEqual(["a/x.pkl"]);
    expect(await files({ exclude: ["c/", "b"] })).toEqual(["a/x.pkl", "a/y.txt"]);
    expect(await files({ gitignore: true })).toEqual(["a/x.pkl", "a/y.txt", "b/x.pkl", "c/.gitignore"]);
    expect(await files({ allFolders: true, include: ["__pycache__/*"] })).toEqual(["__pycache__/x.pkl"]);
    expect(() => new TreeFilter({ include: ["*".repeat(20)] })).toThrow(/wildcards/);
  });
});
