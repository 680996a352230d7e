/** The hooks, by pre-commit itself: it installs them from a repository, and git really commits or does not. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { hasArtifactEnding } from "../../sandbox/wire/endings.js";
import { nodeOf } from "../../scripts/nodes.mjs";
import { namesOfHook } from "../../src/cli/hook-names.js";
import { ROOT, type Run, withFolder } from "../support/cli.js";
import { TemporaryFolder } from "../support/folder.js";
import { EVIL, fill } from "./steps.js";

const CACHE = join(ROOT, "node_modules", ".cache", "pre-commit");
const VERSION = "4.7.0";

/** pre-commit, from the path or from pip; null where neither has it. */
function preCommit(): string | null {
  if (spawnSync("pre-commit", ["--version"]).status === 0) return "pre-commit";
  const program = join(CACHE, "bin", "pre-commit");
  if (existsSync(program)) return program;
  spawnSync("python3", ["-m", "venv", CACHE], { timeout: 60_000 });
  spawnSync(join(CACHE, "bin", "pip"), ["install", "-q", `pre-commit==${VERSION}`], { timeout: 120_000 });
  return existsSync(program) ? program : null;
}

const program = preCommit();
const [young, old] = [nodeOf("26.12.1"), nodeOf("20.19.0")];
const canTry = program !== null && young !== null && old !== null;
if (!canTry) process.stderr.write("\n*** no pre-commit, or no registry: the hooks are NOT tried ***\n\n");

const HOOKS: { id: string; files?: string }[] = parse(readFileSync(join(ROOT, ".pre-commit-hooks.yaml"), "utf8"));

describe.skipIf(!canTry)("pre-commit", { timeout: 120_000 }, () => {
  const top = new TemporaryFolder();
  const hooks = join(top.path, "hooks");

  /** Where pre-commit finds that Node; it asks for `nodejs` first, as Debian calls it. */
  const binOf = (node: string): string => {
    const bin = join(top.path, node === old ? "bin-old" : "bin");
    if (existsSync(bin)) return bin;
    mkdirSync(bin);
    for (const name of ["node", "nodejs"]) symlinkSync(node, join(bin, name));
    return bin;
  };

  const run = (folder: string, command: string, args: readonly string[], node: string | null = young): Run => {
    const env = {
      ...process.env,
      PATH: [binOf(node ?? ""), dirname(program ?? ""), process.env["PATH"]].join(delimiter),
      HOME: join(top.path, "user"), // pre-commit takes no program below it for the system's
      PRE_COMMIT_HOME: join(top.path, node === old ? "home-old" : "home"),
      CORNICHON_CACHE: "off",
      GIT_CONFIG_COUNT: "2",
      GIT_CONFIG_KEY_0: "user.name",
      GIT_CONFIG_VALUE_0: "test",
      GIT_CONFIG_KEY_1: "user.email",
      GIT_CONFIG_VALUE_1: "test@example.org",
    };
    const done = spawnSync(command, [...args], { cwd: folder, env, timeout: 100_000 });
    return { code: done.status, out: done.stdout.toString(), err: done.stderr.toString() };
  };

  const git = (folder: string, ...args: readonly string[]): string => {
    const { code, out, err } = run(folder, "git", args);
    if (code !== 0) throw new Error(`git ${args.join(" ")}: ${err}`);
    return out.trim();
  };

  /** A repository with what is installed from ours: built, for building takes a minute. */
  const hookRepository = (): string => {
    fill(hooks, {});
    cpSync(join(ROOT, "dist"), join(hooks, "dist"), { recursive: true });
    cpSync(join(ROOT, ".pre-commit-hooks.yaml"), join(hooks, ".pre-commit-hooks.yaml"));
    const { scripts: _s, devDependencies: _d, man: _m, ...whole } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8"));
    writeFileSync(join(hooks, "package.json"), JSON.stringify(whole));
    git(hooks, "init", "-q");
    git(hooks, "add", "-A");
    git(hooks, "commit", "-qm", "hooks");
    return git(hooks, "rev-parse", "HEAD");
  };

  let revision = "";
  let count = 0;
  beforeAll(() => {
    revision = hookRepository();
  });
  afterAll(() => top.remove());

  /** A repository of a user with some of the hooks, whose commits they judge. */
  const userRepository = (files: Readonly<Record<string, string | null>>, ...ids: readonly string[]): string => {
    const folder = join(top.path, `user-${count++}`);
    const config = { repos: [{ repo: hooks, rev: revision, hooks: ids.map((id) => ({ id, verbose: true })) }] };
    fill(folder, { ...files, ".pre-commit-config.yaml": JSON.stringify(config) });
    git(folder, "init", "-q");
    expect(run(folder, program ?? "", ["install"]).code).toBe(0);
    git(folder, "add", "-A");
    return folder;
  };

  const commit = (folder: string, node: string | null = young): Run => run(folder, "git", ["commit", "-qm", "models"], node);
  const commits = (folder: string): string => run(folder, "git", ["rev-list", "--count", "HEAD"]).out.trim();

  test("lets a good commit through and stops a bad one", () => {
    const folder = userRepository({ "models/good.pkl": null, "notes.txt": "text\n" }, "cornichon");
    expect(commit(folder)).toMatchObject({ code: 0 });
    expect(commits(folder)).toBe("1");
    fill(folder, { "models/evil.joblib": EVIL });
    git(folder, "add", "-A");
    const stopped = commit(folder);
    expect(stopped.code).toBe(1);
    expect(stopped.out + stopped.err).toContain("dangerous   models/evil.joblib");
    expect(commits(folder)).toBe("1");
  });

  test("has nothing to do with commits without models", () => {
    const folder = userRepository({ "notes.txt": EVIL }, "cornichon");
    expect(commit(folder)).toMatchObject({ code: 0 });
  });

  test("finds what is called otherwise with the hook for the tree", () => {
    const folder = userRepository({ "notes.txt": EVIL }, "cornichon-tree");
    const stopped = commit(folder);
    expect(stopped.code).toBe(1);
    expect(stopped.out + stopped.err).toContain("dangerous   ./notes.txt");
    fill(folder, { "notes.txt": "text\n" });
    git(folder, "add", "-A");
    expect(commit(folder)).toMatchObject({ code: 0 });
  });

  test("takes no name of a file for an option", () => {
    for (const name of [
      "--fail-on=never.pkl",
      "--allow=os.system.pkl",
      "--exclude=*.pkl",
      "--help.pkl",
      "--.pkl",
      "-.pkl",
      "a b\n\u001b[2J.pkl",
    ]) {
      const folder = userRepository({ [name]: EVIL, "good.pkl": null }, "cornichon");
      const stopped = commit(folder);
      expect({ name, code: stopped.code }).toEqual({ name, code: 1 });
      expect(stopped.out + stopped.err).toContain("dangerous   ");
    }
  });

  test("says which Node is needed where it is old", () => {
    const folder = userRepository({ "good.pkl": null }, "cornichon");
    const stopped = commit(folder, old);
    expect(stopped.code).toBe(1);
    const said = stopped.out + stopped.err;
    expect(said).toContain("needs Node 24 or 26, and this is Node 20.19.0");
    expect(said).not.toContain("    at ");
  });
});

test("the hook takes the names that count as artifacts, and no others", () => {
  const files = HOOKS.find(({ id }) => id === "cornichon")?.files ?? "";
  // Python's (?i) is a flag here.
  const pattern = new RegExp(files.replace("(?i)", ""), "i");
  const endings = [
    "pkl",
    "PKL",
    "pickle",
    "joblib",
    "pkl.z",
    "npy",
    "npz",
    "npy.z",
    "npy.gz",
    "joblib.xz",
    "pkl.lz4",
    "csv",
    "pt",
    "pkl.txt",
    "gz",
    "pk",
  ];
  for (const ending of endings)
    expect({ ending, is: pattern.test(`a/b.${ending}`) }).toEqual({ ending, is: hasArtifactEnding(`a/b.${ending}`) });
});

test("a name is only a name where pre-commit runs us, and before --", () => {
  withFolder((folder) => {
    const [here, odd] = [process.cwd(), "--odd.pkl"];
    fill(folder, { [odd]: null, "-": null });
    symlinkSync("nowhere", join(folder, "-link.pkl"));
    process.chdir(folder);
    try {
      const args = ["scan", odd, "-link.pkl", "-", "--deep", "--\0", "--", odd];
      expect(namesOfHook(args, false)).toEqual(args);
      expect(namesOfHook(args, true)).toEqual(["scan", `./${odd}`, "./-link.pkl", "./-", "--deep", "--\0", "--", odd]);
    } finally {
      process.chdir(here);
    }
  });
});
