/** `--changed-since` and `--list-files`: only what git knows to be unchanged is left out, and the repository runs nothing. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ROOT } from "../support/cli.js";

const safe = readFileSync("fixtures/seed/1.9.1/ridge.pkl");
const evil = Buffer.from("cos\nsystem\n(S'id'\ntR.", "latin1");

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "cornichon-changed-")));
  git("init", "-q", "-b", "main");
  put("a.pkl", safe);
  put("old/evil.pkl", evil);
  commit();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const git = (...args: readonly string[]): string =>
  execFileSync("git", ["-C", folder, "-c", "user.name=t", "-c", "user.email=t@t", ...args], { encoding: "utf8" });

function commit(): void {
  git("add", "-A");
  git("commit", "-q", "--allow-empty", "-m", "x");
}

function put(name: string, bytes: Uint8Array | string): void {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), bytes);
}

function cornichon(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const done = spawnSync(process.execPath, [join(ROOT, "dist", "cli.js"), "scan", ...args], {
    cwd: folder,
    env: { ...process.env, ...env },
  });
  return { code: done.status, out: done.stdout.toString(), err: done.stderr.toString() };
}

/** What would be looked at. */
const listed = (...args: readonly string[]): string[] =>
  cornichon(["--list-files", ".", ...args])
    .out.split("\n")
    .filter(Boolean);
const changed = (rev = "main"): string[] => listed("--changed-since", rev);

test("all files are listed, and nothing is judged", () => {
  put("node_modules/b.pkl", evil);
  put("odd\n\u001b[31m.txt", "x");
  expect(listed()).toEqual(["./a.pkl", "./odd\\u{a}\\u{1b}[31m.txt", "./old/evil.pkl"]);
  expect(listed("--exclude", "old", "--exclude", ".git", "--all-folders")).toEqual([
    "./a.pkl",
    "./node_modules/b.pkl",
    "./odd\\u{a}\\u{1b}[31m.txt",
  ]);
  expect(cornichon(["--list-files", "old/evil.pkl"])).toEqual({ code: 0, out: "old/evil.pkl\n", err: "" });
});

test("what did not change is skipped and counted; what changed is judged", () => {
  const none = cornichon([".", "--changed-since", "HEAD", "--format", "json"]);
  expect([none.code, JSON.parse(none.out).summary.skippedKinds]).toEqual([0, { unchanged: 2, folder: 1 }]);
  put("old/evil.pkl", Buffer.concat([evil, Buffer.alloc(1)]));
  expect(changed()).toEqual(["./old/evil.pkl"]);
  expect(cornichon([".", "--changed-since", "HEAD"]).code).toBe(1);
  git("add", "-A");
  expect(changed()).toEqual(["./old/evil.pkl"]);
  commit();
  expect([changed(), changed("HEAD~1")]).toEqual([[], ["./old/evil.pkl"]]);
  // Named on the command line as well, wherever one stands.
  expect(cornichon(["old/evil.pkl", "--changed-since", "HEAD"]).code).toBe(0);
  expect(cornichon([join(folder, "old"), "--changed-since", "HEAD~1"]).code).toBe(1);
});

test("untracked and ignored files, and those of nested repositories, are looked at", () => {
  put(".gitignore", "ignored*\n");
  commit();
  put("new.pkl", evil);
  put("ignored.pkl", evil);
  put("ignored/deep/b.pkl", evil);
  put("nested/c.pkl", evil);
  execFileSync("git", ["init", "-q", join(folder, "nested")]);
  expect(changed()).toEqual(["./ignored.pkl", "./ignored/deep/b.pkl", "./nested/c.pkl", "./new.pkl"]);
});

test("a branch is held against where it began", () => {
  git("checkout", "-q", "-b", "work");
  put("mine.pkl", safe);
  commit();
  git("checkout", "-q", "main");
  put("theirs.pkl", safe);
  commit();
  git("checkout", "-q", "work");
  expect(changed()).toEqual(["./mine.pkl"]);
});

test("what git was told not to see is looked at: assumed unchanged, attributes, companions, links", () => {
  git("update-index", "--assume-unchanged", "old/evil.pkl");
  expect(changed()).toEqual(["./old/evil.pkl"]);
  git("update-index", "--no-assume-unchanged", "old/evil.pkl");
  put("old/.gitattributes", "*.pkl text eol=crlf\n");
  expect(changed()).toEqual(["./old/.gitattributes", "./old/evil.pkl"]);
  commit();
  put("a.pkl_01.npy", "x");
  expect(changed()).toEqual(["./a.pkl", "./a.pkl_01.npy"]);
  commit();
  symlinkSync("../a.pkl", join(folder, "old", "link.pkl"));
  commit();
  put("a.pkl", Buffer.concat([safe, Buffer.alloc(1)]));
  expect(cornichon(["--list-files", "old/link.pkl", "--changed-since", "main"]).out).toBe("old/link.pkl\n");
});

test("names that are odd are found", () => {
  for (const name of ["with space.pkl", "new\nline.pkl", "é\u202e.pkl", '"quoted".pkl', "-rf.pkl"]) put(name, safe);
  git("add", "-A");
  expect(changed()).toHaveLength(5);
  commit();
  expect(changed()).toEqual([]);
  renameSync(join(folder, "new\nline.pkl"), join(folder, "line.pkl"));
  expect(changed()).toEqual(["./line.pkl"]);
});

test("nothing that the repository or the environment names is run", () => {
  const pwned = join(folder, "..", `pwned-${process.pid}`);
  const script = join(folder, "run.sh");
  put("run.sh", `#!/bin/sh\ntouch ${pwned}\ncat\n`);
  chmodSync(script, 0o755);
  put(".gitattributes", "*.pkl filter=evil diff=evil\n");
  put(".git/hooks/post-index-change", `#!/bin/sh\ntouch ${pwned}\n`);
  chmodSync(join(folder, ".git/hooks/post-index-change"), 0o755);
  git("add", "-A");
  git("commit", "-q", "-m", "x");
  for (const name of [
    "core.fsmonitor",
    "filter.evil.clean",
    "filter.evil.process",
    "diff.external",
    "diff.evil.textconv",
    "diff.evil.command",
    "core.pager",
    "core.sshCommand",
  ])
    git("config", name, script);
  git("config", "filter.evil.required", "true");
  rmSync(pwned, { force: true });
  put("a.pkl", Buffer.concat([safe, Buffer.alloc(1)]));
  const env = {
    GIT_EXTERNAL_DIFF: script,
    GIT_PAGER: script,
    GIT_DIR: "/nowhere",
    GIT_CONFIG_COUNT: "1",
    GIT_CONFIG_KEY_0: "core.fsmonitor",
    GIT_CONFIG_VALUE_0: script,
  };
  const { code, err } = cornichon(["--list-files", ".", "--changed-since", "main"], env);
  expect([code, err, existsSync(pwned)]).toEqual([0, "", false]);
  expect(changed()).toEqual(["./a.pkl"]);
  expect(existsSync(pwned)).toBe(false);
});

test("no repository, no revision and no git are told in words", () => {
  const outside = mkdtempSync(join(tmpdir(), "cornichon-outside-"));
  for (const [args, words, env] of [
    [[outside, "--changed-since", "main"], "in no repository", {}],
    [[".", "--changed-since", "nothing"], "no commit nothing", {}],
    [[".", "--changed-since=--output=x"], "no revision", {}],
    [[".", "--changed-since", ""], "no revision", {}],
    [[".", "--changed-since", "main", "--write-baseline", "b.json"], "forget the files", {}],
    [[".", "--changed-since", "main"], "git could not be run", { PATH: outside }],
  ] as const) {
    const { code, out, err } = cornichon(args, env);
    expect([args, code, out]).toEqual([args, 2, ""]);
    expect(err).toContain(words);
  }
  rmSync(outside, { recursive: true });
});

describe("--gitignore", () => {
  const ignoring = (): string[] => listed("--gitignore").map((path) => path.replace(/^\.\//, ""));

  test("leaves out no file that git keeps, wherever .gitignore stands and whatever it says", () => {
    put(".gitignore", "*.pkl\nhidden/\n.gitignore\n");
    put("deep/.gitignore", "*\n");
    for (const path of ["kept.pkl", "hidden/a.txt", "deep/er/b.txt", ".venv/m/c.pkl"]) put(path, evil);
    symlinkSync(".venv/m", join(folder, "link"));
    git("add", "-f", "kept.pkl", "hidden/a.txt", "deep/er/b.txt", ".venv/m/c.pkl", "link", ".gitignore");
    for (const path of ["own.pkl", "hidden/own.txt", "deep/er/own.txt", ".venv/m/own.pkl"]) put(path, evil);
    expect(ignoring()).toEqual([".gitignore", "a.pkl", "deep/er/b.txt", "hidden/a.txt", "kept.pkl", "link/c.pkl", "old/evil.pkl"]);
    expect(cornichon(["hidden", "--gitignore"]).code).toBe(1);
  });

  test("counts alone where there is no repository, and a broken one is told", () => {
    put(".gitignore", "a.pkl\n");
    rmSync(join(folder, ".git"), { recursive: true });
    expect(ignoring()).toEqual([".gitignore", "old/evil.pkl"]);
    expect(cornichon([".", "--gitignore"], { PATH: "/nowhere" }).code).toBe(1);
    execFileSync("git", ["init", "-q", folder]);
    expect(cornichon([".", "--gitignore"], { PATH: "/nowhere" })).toMatchObject({
      code: 2,
      err: expect.stringContaining("git could not be run"),
    });
    put(".git/index", "no index");
    expect(cornichon([".", "--gitignore"])).toMatchObject({ code: 2, err: expect.stringContaining("--gitignore: git does not read") });
  });
});
