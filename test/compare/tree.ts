/**
 * `npm run compare:tree`: a folder of 2,000 small models, scanned by our command and by the peers' commands, one after the
 * other in one run, each in its best of two. The models are what `../shared` has of all versions, else our own fixtures,
 * taken again where there are too few. `seconds` is the whole command's wall time, `RSS` that of its largest process.
 */
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { ROOT } from "../support/cli.js";
import { FIXTURES, sharedVersions } from "../support/shared.js";
import { prepare, python, venv } from "./venv.js";

const FILES = 2000;
const LONGEST = 60_000;

const folder = mkdtempSync(join(tmpdir(), "cornichon-compare-tree-"));
const tree = join(folder, "tree");

const isSmallModel = (file: string): boolean => /\.(?:pkl|joblib)$/.test(file) && statSync(file).size <= LONGEST;

function models(): string[] {
  const shared = Array.from(sharedVersions(), ({ folder: from }) => from);
  const folders = shared.length > 0 ? shared : ["seed", "core", "models"].map((part) => join(FIXTURES, part));
  return folders
    .flatMap((from) => readdirSync(from, { recursive: true, encoding: "utf8" }).map((file) => join(from, file)))
    .filter(isSmallModel)
    .sort();
}

/** Evenly from all versions, fifty in a folder. */
function fill(): number {
  const all = models();
  let bytes = 0;
  for (let i = 0; i < FILES; i++) {
    const from = all[Math.floor((i * all.length) / FILES)] ?? "";
    const into = join(tree, `part-${Math.floor(i / 50)}`);
    mkdirSync(into, { recursive: true });
    copyFileSync(from, join(into, `${i}-${basename(from)}`));
    bytes += statSync(from).size;
  }
  return bytes;
}

interface Run {
  readonly seconds: number;
  readonly cpu: number;
  /** MB. */
  readonly rss: number;
}

const TIMED = `
import json, resource, subprocess, sys, time
b = time.time()
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=120)
r = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps({"seconds": time.time() - b, "cpu": r.ru_utime + r.ru_stime, "rss": r.ru_maxrss / 1024}))
`;

function timed(command: readonly string[]): Run | null {
  const done = spawnSync("python3", ["-c", TIMED, ...command], { encoding: "utf8" });
  return done.status === 0 ? JSON.parse(done.stdout) : null;
}

function best(command: readonly string[], times: number): Run | null {
  const runs = Array.from({ length: times }, () => timed(command)).filter((run) => run !== null);
  return runs.sort((a, b) => a.seconds - b.seconds)[0] ?? null;
}

const row = (name: string, run: Run | null): string =>
  run === null
    ? `| ${name} | not done within two minutes |`
    : `| ${name} | ${(FILES / run.seconds).toFixed(0)} | ${run.seconds.toFixed(1)} | ${run.cpu.toFixed(1)} | ${run.rss.toFixed(0)} |`;

try {
  const ours = [process.execPath, join(ROOT, "dist", "cli.js"), "scan", "--quiet", tree];
  const cache = join(folder, "cache");
  const bytes = fill();
  console.log(`${FILES} models, ${(bytes / FILES / 1000).toFixed(1)} kB each\n`);
  console.log("| tool | files/s | seconds | CPU s | RSS MB |\n|---|---|---|---|---|");
  const first = best(ours, 2);
  console.log(row("cornichon", first));
  timed([...ours, "--cache", cache]);
  console.log(row("cornichon --cache, again", best([...ours, "--cache", cache], 2)));
  if (prepare()) {
    const bin = (name: string): string => join(venv, "bin", name);
    const peers: readonly (readonly [string, readonly string[]])[] = [
      ["hayward", [bin("hayward"), "scan", "--quiet", tree]],
      ["picklescan", [bin("picklescan"), "-p", tree]],
      ["modelscan", [bin("modelscan"), "-p", tree]],
      ["modelaudit", [python, bin("modelaudit"), "scan", "--quiet", tree]],
    ];
    for (const [name, command] of peers) console.log(row(name, best(command, 1)));
  } else console.log("\nThe peers are left out: python3 with venv, or the registry, is not here.");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
