/**
 * `npm run compare`: ours beside picklescan, modelscan, fickling and hayward, on the same files in one run. Hostile ones are
 * our own fixtures (`fixtures/hostile`), benign ones what sklearn, numpy and joblib wrote. The peers are installed into a
 * virtual environment under `node_modules/.cache` and only scan; nothing is loaded.
 *
 * A peer that cannot be installed (no python3, no registry) is left out and named.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../support/cli.js";
import { FIXTURES, sharedVersions } from "../support/shared.js";
import { PACKAGES, prepare, python, venv } from "./venv.js";

const PEERS = ["picklescan", "picklescan-strict", "modelscan", "fickling", "hayward"] as const;
type Answer = "passed" | "refused" | "unread" | "crashed";

interface Run {
  readonly answers: ReadonlyMap<string, Answer>;
  readonly seconds: number;
  /** MB. */
  readonly rss: number;
}

const hostileFolder = join(FIXTURES, "hostile");
const index: Readonly<Record<string, { readonly options?: object; readonly fires?: readonly string[] }>> = JSON.parse(
  readFileSync(join(hostileFolder, "index.json"), "utf8"),
);

/** Files whose name says the verdict (`dangerous--…`), without those that mean another command line than a plain scan. */
const named = (verdict: string): string[] =>
  Object.keys(index)
    .filter((file) => file.startsWith(`${verdict}--`) && index[file]?.options === undefined)
    .map((file) => join(hostileFolder, file));

const artifact = (file: string): boolean => /\.(?:pkl|joblib|gz|npy|npz)$/.test(file);

function benignFiles(): string[] {
  const own = ["seed", "core"].flatMap((part) =>
    readdirSync(join(FIXTURES, part), { recursive: true, encoding: "utf8" }).map((file) => join(FIXTURES, part, file)),
  );
  const shared = [...sharedVersions()]
    .filter(({ version }) => version === "1.9.1")
    .flatMap(({ folder, expected }) =>
      Object.entries(expected)
        .filter(([, label]) => !/recipes|__main__/.test(JSON.stringify(label.state)))
        .map(([name]) => join(folder, `${name}.pkl`)),
    );
  return [...own, ...shared].filter((file) => artifact(file) && existsSync(file));
}

function runPeer(peer: string, files: readonly string[]): Run | null {
  const done = spawnSync(python, [join(ROOT, "test", "compare", "peers.py"), peer], {
    input: files.join("\n"),
    maxBuffer: 2 ** 28,
    encoding: "utf8",
  });
  const lines = done.stdout.trimEnd().split("\n");
  const last = lines.pop();
  if (done.status !== 0 || last === undefined || !last.startsWith("{")) return null;
  const { seconds, rss } = JSON.parse(last);
  return { answers: new Map(lines.map((line) => JSON.parse(line)).map(({ file, answer }) => [file, answer])), seconds, rss };
}

const OURS: Readonly<Record<string, Answer>> = { safe: "passed", dangerous: "refused", unlisted: "refused" };

/** The command over all files at once; its memory is the whole family's, as the system counts it. */
function runOurs(files: readonly string[]): Run {
  const list = join(venv, "files.txt");
  mkdirSync(venv, { recursive: true });
  writeFileSync(list, files.join("\n"));
  const script =
    "import json,resource,subprocess,sys,time\nfiles=open(sys.argv[2]).read().split('\\n')\nb=time.time()\n" +
    "d=subprocess.run([sys.argv[1],sys.argv[3],'scan','--format','ndjson','--quiet']+files,stdout=subprocess.PIPE)\n" +
    "sys.stdout.buffer.write(d.stdout)\nprint(json.dumps({'seconds':time.time()-b,'rss':resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss/1024}))";
  const done = spawnSync("python3", ["-c", script, process.execPath, list, join(ROOT, "dist", "cli.js")], {
    maxBuffer: 2 ** 28,
    encoding: "utf8",
  });
  const reported = done.stdout.trimEnd().split("\n");
  const { seconds, rss } = JSON.parse(reported.pop() ?? "{}");
  const reports = reported.map((line) => JSON.parse(line)).filter((report) => report.member === undefined);
  return { answers: new Map(reports.map(({ path, verdict }) => [path, OURS[verdict] ?? "unread"])), seconds, rss };
}

const lines: string[] = [];

/** Shown, and kept for `--write`. */
function print(line: string): void {
  console.log(line);
  lines.push(line);
}

const count = (run: Run, files: readonly string[], answer: Answer): number =>
  files.filter((file) => run.answers.get(file) === answer).length;

function row(name: string, run: Run, hostile: readonly string[], benign: readonly string[]): string {
  const cells = [
    count(run, hostile, "passed"),
    count(run, hostile, "unread"),
    count(run, benign, "refused"),
    count(run, benign, "unread"),
    count(run, [...hostile, ...benign], "crashed"),
    run.seconds.toFixed(1),
    run.rss.toFixed(0),
  ];
  return `| ${name} | ${cells.join(" | ")} |`;
}

const hostile = named("dangerous");
const benign = [...named("safe"), ...benignFiles()];
const files = [...hostile, ...benign];
print(`${hostile.length} hostile files, ${benign.length} benign ones\n`);
print(
  "| tool | hostile passed | hostile not read | benign refused | benign not read | crashes | seconds | RSS MB |\n|---|---|---|---|---|---|---|---|",
);
const ours = runOurs(files);
print(row("cornichon", ours, hostile, benign));
if (prepare())
  for (const peer of PEERS) {
    const run = runPeer(peer, files);
    print(run === null ? `| ${peer} | could not be run |` : row(peer, run, hostile, benign));
  }
else print("\nThe peers are left out: python3 with venv, or the registry, is not here.");
if (process.argv.includes("--write"))
  writeFileSync(
    join(ROOT, "docs", "comparison.md"),
    `# Compared with other scanners\n\nWritten by \`npm run compare -- --write\` with ${PACKAGES.slice(0, 4).join(", ").replaceAll("==", " ")}. "Passed" is what a gate\nbuilt on the tool's exit code would let through; "not read" is what the tool says it could not judge.\n\n${lines.join("\n")}\n`,
  );
if (count(ours, hostile, "passed") > 0 || count(ours, benign, "refused") > 0) process.exitCode = 1;
