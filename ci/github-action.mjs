/**
 * What `action.yml` runs: one scan with all its reports, then annotations, the page of the run and outputs. No shell sees an
 * input. The runner obeys lines that look like its commands (`##[set-output …]` anywhere in one), and a file may be named
 * like that: so all that others print goes out while commands are stopped, both streams as one, in their order.
 *
 * npm runs in a folder of its own: the `.npmrc` of a pull request may name another registry.
 */
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const HOME = dirname(dirname(fileURLToPath(import.meta.url)));
const VERDICTS = ["dangerous", "unlisted", "limit", "malformed", "unsupported", "safe"];
const FAILED = 2;
/** Majors of Node that read artifacts; beside another, one that does is installed. */
const READERS = ["24", "26"];

/** GitHub shows ten of a step, the worst come first. */
const MOST_ANNOTATIONS = 50;

class Refusal extends Error {}

const input = (name) => (process.env[`ACTION_${name}`] ?? "").trim();

/** Lines of a command's data are escaped as the runner wants it. */
const escaped = (text) => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

function isOn(name) {
  const value = input(name).toLowerCase();
  if (value === "true" || value === "false") return value === "true";
  throw new Refusal(`${name.toLowerCase()} is true or false`);
}

const lines = (text) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

/** Words parted by blanks; quotes keep them together and mean nothing else. */
function words(text) {
  const word = /(?:"[^"]*"|'[^']*'|[^\s"'])+/g;
  if (/["']/.test(text.replace(/"[^"]*"|'[^']*'/g, ""))) throw new Refusal("args: a quote is not closed");
  return Array.from(text.matchAll(word), ([one]) => one.replace(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}

/** Prints a whole text before anything else happens: a command must not stand among the words of a child. */
function print(text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) at += writeSync(1, bytes, at);
}

/** Prints what `work` lets others print, while the runner obeys nothing. */
function withoutCommands(work) {
  const token = randomUUID();
  print(`::stop-commands::${token}\n`);
  try {
    return work();
  } finally {
    print(`\n::${token}::\n`);
  }
}

/** Standard output for both streams: the runner keeps no order between two. */
const STDIO = ["ignore", 1, 1];

/** The package of a Node that reads artifacts, for the platforms that have one. */
function nodeBeside() {
  const [major] = process.versions.node.split(".");
  if (READERS.includes(major)) return [];
  const platform = process.platform === "win32" ? "win" : process.platform === "darwin" ? "bin-darwin" : process.platform;
  return [`node-${platform}-${process.arch}@${READERS[1]}`];
}

function packageOf(version) {
  if (version.endsWith(".tgz")) return resolve(version);
  const own = JSON.parse(readFileSync(join(HOME, "package.json"), "utf8")).version;
  const wanted = version === "" ? own : version;
  if (/^\d+\.\d+\.\d+(?:-[0-9A-Za-z.-]+)?$/.test(wanted)) return `cornichon@${wanted}`;
  throw new Refusal("version is one such as 1.2.3, a tarball (.tgz), or local");
}

/** Installs the package into the folder; returns the command's script. */
function installed(version, folder) {
  const wanted = [packageOf(version), ...nodeBeside()];
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const options = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const windows = process.platform === "win32";
  const done = spawnSync(windows ? "npm.cmd" : "npm", [...options, ...wanted.map((one) => (windows ? `"${one}"` : one))], {
    cwd: folder,
    stdio: STDIO,
    shell: windows,
  });
  if (done.status !== 0) throw new Refusal(`npm could not install ${wanted.join(" and ")}`);
  return join(folder, "node_modules", "cornichon", "dist", "cli.js");
}

function commandOf(version, folder) {
  if (version !== "local") return installed(version, folder);
  const script = join(HOME, "dist", "cli.js");
  if (!existsSync(script)) throw new Refusal("version: local needs the dist folder, which npm run build makes");
  return script;
}

/**
 * Options that are only given when their input is. Without a configuration none is looked for: the working directory is the
 * tree of a pull request, whose author must not switch the gate off.
 */
const optional = () => [
  ...(input("CONFIG") === "" ? ["--no-config"] : []),
  ...["POLICY", "CONFIG", "BASELINE", "FAIL_ON"].flatMap((name) =>
    input(name) === "" ? [] : [`--${name.toLowerCase().replace("_", "-")}`, input(name)],
  ),
];

function scan(folder, sarif) {
  const report = (name) => join(folder, name);
  const paths = lines(input("PATHS"));
  const others = [`sarif=${sarif}`, `json=${report("json")}`, `markdown=${report("markdown")}`, `github=${report("github")}`];
  const options = [...optional(), ...others.flatMap((one) => ["--also", one]), ...words(input("ARGS"))];
  return withoutCommands(() => {
    const script = commandOf(input("VERSION"), folder);
    const { status } = spawnSync(process.execPath, [script, "scan", ...options, "--", ...(paths.length === 0 ? ["."] : paths)], {
      stdio: STDIO,
    });
    return status ?? FAILED;
  });
}

/** The counts at the beginning of the report, which may be long. */
function countsOf(file) {
  if (!existsSync(file)) return {};
  const start = Buffer.alloc(1 << 14);
  const handle = openSync(file, "r");
  const text = start.toString("utf8", 0, readSync(handle, start));
  closeSync(handle);
  const summary = text.slice(text.indexOf('"summary"'));
  return Object.fromEntries(["artifacts", ...VERDICTS].map((name) => [name, new RegExp(`"${name}": (\\d+)`).exec(summary)?.[1] ?? ""]));
}

/** A value that may hold anything stands between lines that it cannot hold. */
function setOutputs(values) {
  const end = `end-${randomUUID()}`;
  const text = Object.entries(values).map(([name, value]) => `${name}<<${end}\n${value}\n${end}\n`);
  if (process.env.GITHUB_OUTPUT) appendFileSync(process.env.GITHUB_OUTPUT, text.join(""));
}

function tell(code, folder, sarif) {
  const counts = countsOf(join(folder, "json"));
  const read = (name) => (existsSync(join(folder, name)) ? readFileSync(join(folder, name)) : "");
  if (isOn("ANNOTATIONS"))
    print(
      read("github")
        .toString()
        .split("\n", MOST_ANNOTATIONS)
        .map((line) => `${line}\n`)
        .join(""),
    );
  if (isOn("SUMMARY") && process.env.GITHUB_STEP_SUMMARY) appendFileSync(process.env.GITHUB_STEP_SUMMARY, read("markdown"));
  const verdict = VERDICTS.find((name) => Number(counts[name]) > 0) ?? "";
  setOutputs({ ...counts, verdict, "exit-code": code, "sarif-file": existsSync(join(folder, "json")) ? sarif : "" });
}

function main() {
  const folder = mkdtempSync(join(process.env.RUNNER_TEMP || tmpdir(), "cornichon-"));
  try {
    for (const name of ["ANNOTATIONS", "SUMMARY"]) isOn(name);
    const sarif = input("SARIF_FILE");
    if (sarif === "") throw new Refusal("sarif-file has no name");
    const code = scan(folder, sarif);
    // --help in args, or the like: what judged nothing passes nothing.
    if (code === 0 && !existsSync(join(folder, "json"))) throw new Refusal("nothing was judged");
    tell(code, folder, sarif);
    return code;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    print(`::error title=cornichon::${escaped(error.message)}\n`);
    setOutputs({ "exit-code": FAILED });
    return FAILED;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = main();
