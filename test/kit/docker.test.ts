/**
 * The Dockerfile where there is no Docker: its rules, that nothing but sources gets into its context, and what stands in the
 * image, put together by its own lines and run as its user, who can write nothing.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, chownSync, cpSync, mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { VERSION } from "../../src/version.js";
import { ROOT, withFolder } from "../support/cli.js";
import { EVIL, fill } from "./steps.js";

/** Instructions with their continued lines, without comments. */
const instructions = readFileSync(join(ROOT, "Dockerfile"), "utf8")
  .replace(/^#.*\n/gm, "")
  .replace(/\\\n/g, "")
  .split("\n")
  .filter((line) => line !== "")
  .map((line) => ({ name: line.slice(0, line.indexOf(" ")), rest: line.slice(line.indexOf(" ") + 1).trim() }));

const last = instructions.slice(instructions.findLastIndex(({ name }) => name === "FROM"));
const of = (name: string): readonly string[] => last.filter((one) => one.name === name).map(({ rest }) => rest);

test("holds to the rules of images", () => {
  const names = new Set(instructions.map(({ name }) => name));
  expect(names).toEqual(new Set(["ARG", "FROM", "WORKDIR", "COPY", "RUN", "LABEL", "ENV", "USER", "ENTRYPOINT", "CMD"]));
  expect(instructions[0]).toEqual({ name: "ARG", rest: "NODE=26-slim" });
  for (const { rest } of instructions.filter(({ name }) => name === "FROM")) expect(rest).toMatch(/^node:\$\{NODE\}(?: AS build)?$/);
  // A number, so that Kubernetes can see that it is not root; nothing behind it changes the user again.
  expect(of("USER")).toEqual(["1000:1000"]);
  expect(last.slice(last.findIndex(({ name }) => name === "USER") + 1).map(({ name }) => name)).toEqual(["ENTRYPOINT", "CMD"]);
  for (const form of [...of("ENTRYPOINT"), ...of("CMD")]) expect(JSON.parse(form)).toEqual(expect.any(Array));
  for (const { rest } of instructions.filter(({ name }) => name === "RUN")) expect(rest).not.toMatch(/curl|wget|apt-get|sudo/);
  expect(of("LABEL").join()).toContain(`org.opencontainers.image.version="${VERSION}"`);
});

test("the context has what the build needs, and no model, secret or history", () => {
  const [all, ...kept] = readFileSync(join(ROOT, ".dockerignore"), "utf8")
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("#"));
  expect(all).toBe("*");
  const build = readFileSync(join(ROOT, "scripts", "build.mjs"), "utf8");
  const sources: string[] = JSON.parse(/const SOURCES = (\[.*\]);/.exec(build)?.[1] ?? "[]");
  expect(kept.map((line) => line.slice(1)).sort()).toEqual([...sources, "LICENSE"].sort());
});

/** A Node that this process may hand to another user; null where only root could. */
function nodeFor(folder: string): string {
  const copy = join(folder, "node");
  cpSync(join(ROOT, "node_modules", "node", "bin", "node"), copy);
  return copy;
}

const isRoot = process.getuid?.() === 0;
if (!isRoot) process.stderr.write("\n*** not root: the image's files are NOT tried as another user ***\n\n");

test.skipIf(!isRoot)("what is in the image judges as a user who can write nothing but /tmp", { timeout: 60_000 }, () => {
  withFolder((folder) => {
    const [home, models, temp] = ["opt", "models", "tmp"].map((name) => join(folder, name)) as [string, string, string];
    for (const rest of of("COPY")) {
      const [from = "", ...others] = rest.split(" ");
      expect(from).toBe("--from=build");
      const to = (others.pop() ?? "").replace("/opt/cornichon", home);
      for (const source of others.map((name) => name.replace("/source", ROOT)))
        cpSync(source, to.endsWith("/") ? join(to, basename(source)) : to, { recursive: true });
    }
    fill(models, { "good.pkl": null, "evil.pkl": EVIL });
    mkdirSync(temp);
    chownSync(temp, 1000, 1000);
    chmodSync(folder, 0o755);
    const link = join(folder, "cornichon");
    symlinkSync(join(home, "dist", "cli.js"), link);
    const env = {
      PATH: "",
      TMPDIR: temp,
      ...Object.fromEntries(
        of("ENV")
          .flatMap((rest) => rest.split(/\s+/))
          .map((pair) => pair.split("=")),
      ),
    };
    const node = nodeFor(folder);
    const run = (...args: readonly string[]): { status: number | null; out: string } => {
      const done = spawnSync(node, [link, ...args], { cwd: models, env, uid: 1000, gid: 1000, encoding: "utf8" });
      return { status: done.status, out: done.stdout + done.stderr };
    };
    expect(run("scan", "good.pkl")).toMatchObject({ status: 0, out: expect.stringContaining("safe        good.pkl") });
    expect(run("scan", ".")).toMatchObject({ status: 1, out: expect.stringContaining("dangerous   ./evil.pkl") });
    expect(run(...JSON.parse(of("CMD")[0] ?? "[]"))).toMatchObject({ status: 0, out: expect.stringContaining("Usage: cornichon") });
  });
});
