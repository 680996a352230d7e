/** A walk by descriptors, and by path where there are none: what it meets, in which order, and what it never follows. */
import { mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { isUnreadable } from "../../src/artifact/failure.js";
import { hasDescriptors } from "../../src/artifact/folder.js";
import { type Met, walk } from "../../src/artifact/walk.js";

const WAYS = [false, ...(hasDescriptors() ? [true] : [])].map((byDescriptor) => ({ byDescriptor }));

/** `path: content`, or why there is none. */
async function look(met: Met): Promise<string> {
  if (met.what === "link") return met.code;
  if (met.what === "skipped") return `skipped: ${met.kind}`;
  try {
    const artifact = met.open();
    const text = Buffer.from(await artifact.read(0, artifact.size)).toString();
    await artifact.close();
    return text;
  } catch (error) {
    if (!isUnreadable(error)) throw error;
    return `! ${error.args["why"]}`;
  }
}

function tree(root: string, files: readonly string[]): void {
  for (const file of files) {
    mkdirSync(join(root, file, ".."), { recursive: true });
    writeFileSync(join(root, file), file);
  }
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "cornichon-walk-"));
  try {
    await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

describe.each(WAYS)("by descriptor: $byDescriptor", ({ byDescriptor }) => {
  test("what lies below, in the order of the paths, each file once", () =>
    inFolder(async (folder) => {
      tree(folder, ["b/2", "b/1", "a/c/3", "z", "y"]);
      symlinkSync("z", join(folder, "link"));
      symlinkSync("b", join(folder, "linked"));
      const met: string[] = [];
      for (const file of walk(`${folder}//`, { byDescriptor })) met.push(`${file.path.slice(folder.length)} ${await look(file)}`);
      expect(met).toEqual(["/a/c/3 a/c/3", "/b/1 b/1", "/b/2 b/2", "/link skipped: link", "/linked skipped: link", "/y y", "/z z"]);
    }));

  test.each([true, false])("how many will be met is told before the first; links followed: %s", (follow) =>
    inFolder(async (folder) => {
      tree(folder, ["b/2", "b/1.bin", "a/c/3", "z", ".git/blob", "outside/x"]);
      mkdirSync(join(folder, "empty"));
      symlinkSync("../b/1.bin", join(folder, "a/model.pkl"));
      symlinkSync("../.git", join(folder, "a/linked"));
      symlinkSync("b", join(folder, "second"));
      symlinkSync("nowhere", join(folder, "broken"));
      symlinkSync("/", join(folder, "out"));
      const told: string[] = [];
      for (const { path } of walk(folder, { byDescriptor, follow, counted: (met) => void told.push(`${met}`) })) told.push(path);
      expect(told[0]).toBe(`${told.length - 1}`);
      const nowhere: string[] = [];
      for (const { path } of walk(join(folder, "none"), { byDescriptor, counted: (met) => void nowhere.push(`${met}`) }))
        nowhere.push(path);
      expect(nowhere).toEqual(["1", join(folder, "none")]);
    }),
  );

  test("a directory that a link replaced meanwhile is told and not followed", () =>
    inFolder(async (folder) => {
      tree(folder, ["in/a/1", "in/b/2", "out/secret"]);
      const met: string[] = [];
      for (const file of walk(join(folder, "in"), { byDescriptor })) {
        met.push(await look(file));
        if (met.length > 1) continue;
        renameSync(join(folder, "in/b"), join(folder, "in/old"));
        symlinkSync(join(folder, "out"), join(folder, "in/b"));
      }
      expect(met).toEqual(["in/a/1", "! it was replaced while its folder was read"]);
    }));

  test("a directory that was listed is not another one when its files are opened", () =>
    inFolder(async (folder) => {
      tree(folder, ["in/a/1", "in/a/2", "out/2"]);
      const met: string[] = [];
      for (const file of walk(join(folder, "in"), { byDescriptor })) {
        if (met.length === 1) {
          renameSync(join(folder, "in/a"), join(folder, "in/old"));
          symlinkSync(join(folder, "out"), join(folder, "in/a"));
        }
        met.push(await look(file));
      }
      // The descriptor still is the directory that was listed; a path is not.
      expect(met).toEqual(["in/a/1", byDescriptor ? "in/a/2" : "! it was replaced while its folder was read"]);
    }));

  test("a file that a link replaced meanwhile is not opened", () =>
    inFolder(async (folder) => {
      tree(folder, ["in/1", "secret"]);
      for (const file of walk(join(folder, "in"), { byDescriptor })) {
        rmSync(join(folder, "in/1"));
        symlinkSync(join(folder, "secret"), join(folder, "in/1"));
        expect(await look(file)).toBe("! it is a symbolic link, or its links go in circles");
      }
    }));

  test("a companion comes from the directory that was walked", () =>
    inFolder(async (folder) => {
      tree(folder, ["in/a/1", "in/a/2"]);
      for (const file of walk(join(folder, "in"), { byDescriptor })) {
        if (file.what !== "file") throw new Error("A file was met as something else.");
        const artifact = file.open();
        const beside = await artifact.companion?.("2");
        expect(Buffer.from((await beside?.read(0, 99)) ?? []).toString()).toBe("in/a/2");
        expect(await artifact.companion?.("3")).toBeNull();
        expect(await artifact.companion?.("2")).toBe(beside);
        await artifact.close();
        break;
      }
    }));

  test("what lies too deep is told, the rest goes on", () =>
    inFolder(async (folder) => {
      tree(folder, [`a/${"d/".repeat(300)}x`, "b/y"]);
      const met: string[] = [];
      for (const file of walk(folder, { byDescriptor })) met.push(await look(file));
      expect(met).toEqual([expect.stringContaining("! more than 256 directories"), "b/y"]);
    }));

  test("a directory that is none is told", async () => {
    const met: string[] = [];
    for (const file of walk("/nowhere/at/all", { byDescriptor })) met.push(await look(file));
    expect(met).toEqual(["! there is no such file"]);
  });
});
