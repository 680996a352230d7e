/**
 * What CI holds: ratios in one run, never seconds. Ours against pickleparser, and against the last release of ours on the same
 * inputs, which may be 5 % slower at most. Least of interleaved runs: a shared machine only adds. No Python is needed.
 *
 * The release is a build folder, a tarball of `npm pack`, or a revision of this repository, which is built aside; without
 * a word it is the last tag.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { ROOT } from "../support/cli.js";
import { NotHere } from "./peers.js";
import type { Pair } from "./rows.js";
import { build, ours, reader, type Side } from "./sides.js";

/** Of the sandboxed command less its start-up. */
const PICKLEPARSER_MOST = 1;
/** A release is not slower than the last by more. */
const RELEASE_MOST = 1.05;
const KINDS = ["dicts", "floats", "ints", "strings"] as const;

function unpacked(tarball: string, folder: string): string {
  execFileSync("tar", ["-xzf", tarball, "-C", folder]);
  return join(folder, "package", "dist", "cli.js");
}

/** A revision's tree, built with this tree's packages. */
function built(revision: string, folder: string): string {
  const tarball = join(folder, "tree.tar");
  const archived = spawnSync("git", ["archive", "--output", tarball, revision], { cwd: ROOT, encoding: "utf8" });
  if (archived.status !== 0) throw new NotHere(`revision ${revision}`);
  execFileSync("tar", ["-xf", tarball, "-C", folder]);
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  execFileSync(process.execPath, ["scripts/build.mjs"], { cwd: folder, stdio: ["ignore", "ignore", "inherit"] });
  return join(folder, "dist", "cli.js");
}

const lastTag = (): string => spawnSync("git", ["describe", "--tags", "--abbrev=0"], { cwd: ROOT, encoding: "utf8" }).stdout.trim();

/** The command of another build. @throws NotHere */
function releaseOf(against: string | null, folder: string): string {
  const named = against ?? lastTag();
  if (named === "") throw new NotHere("a release (no tag; --against names a build folder, a tarball or a revision)");
  if (existsSync(join(named, "cli.js"))) return resolve(named, "cli.js");
  const aside = join(folder, "release");
  mkdirSync(aside);
  return named.endsWith(".tgz") ? unpacked(named, aside) : built(named, aside);
}

/** The same command of another build, which is looked for once. */
function release(against: string | null, folder: string): (args: readonly string[]) => Side {
  let cli: string | null = null;
  return (args) => ({
    who: "the last release",
    open: (inputs) => {
      cli ??= releaseOf(against, folder);
      return build(cli, args).open(inputs);
    },
  });
}

/** The package's own, as `npm ci` left it. */
const pickleparser = (): string => createRequire(import.meta.url).resolve("pickleparser");

const least = { runs: 5, by: "min" } as const;

/** Rows of CI. */
export function ciRows(against: string | null, folder: string): readonly Pair[] {
  const last = release(against, folder);
  const others = KINDS.map((kind): Pair => {
    const theirs = reader("pickleparser", `@few-${kind}.pkl`, pickleparser);
    const side = ours(["scan", "--quiet", `@few-${kind}.pkl`]);
    return { name: `ci-${kind}`, group: "ci", what: kind, measure: "cpu", ours: side, theirs, bar: PICKLEPARSER_MOST, ...least };
  });
  const jobs: Readonly<Record<string, readonly string[]>> = {
    ...Object.fromEntries(KINDS.map((kind) => [kind, ["scan", "--quiet", `@few-${kind}.pkl`]])),
    tiny: ["scan", "--quiet", "@tiny.pkl"],
    small: ["scan", "--quiet", "@benign200"],
    json: ["convert", "@few-dicts.pkl", "--output", ">few.json"],
  };
  const before = Object.entries(jobs).map(([what, args]): Pair => {
    const name = `ci-release-${what}`;
    return { name, group: "ci", what, measure: "own-cpu", ours: ours(args), theirs: last(args), bar: RELEASE_MOST, ...least };
  });
  return [...others, ...before];
}
