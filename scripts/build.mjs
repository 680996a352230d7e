/**
 * Builds `dist/`: the child, the guest and its snapshots first, then the library and the command with the hashes of those
 * baked in. Everything is made in a folder of its own and moved into place at the end, so that a running program never
 * meets half a build. `--if-stale` does nothing when no source is newer than the last build; `--announce` then says before
 * it begins that it builds, for those who wait for something else; `--quiet` says nothing when it is done; `--release` makes
 * a snapshot for each Node that `scripts/nodes.mjs` fetched, not only for the one that runs the child here.
 */
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { copyAddons, writeLicences } from "./build/addons.mjs";
import { withBuiltins } from "./build/builtins.mjs";
import { constants } from "./build/constants.mjs";
import { lazily } from "./build/lazy.mjs";
import { mergeChunks } from "./build/merge-chunks.mjs";
import { buildPage } from "./build/page.mjs";
import { pageModels } from "./build/page-models.mjs";
import { buildSnapshots } from "./build/snapshots.mjs";
import { buildTypes } from "./build/types.mjs";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const flags = new Set(process.argv.slice(2));
const dist = join(root, "dist");
const nest = join(root, `dist-${process.pid}`);

const SOURCES = ["src", "sandbox", "scripts", "package.json", "package-lock.json", "tsconfig.json", "tsconfig.build.json"];

/** Newest change of a file or of anything in a folder. */
function changed(path) {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return 0;
  if (!facts.isDirectory()) return facts.mtimeMs;
  // A folder's own time tells of files that went away.
  return readdirSync(path).reduce((newest, name) => Math.max(newest, changed(join(path, name))), facts.mtimeMs);
}

function isStale() {
  const stamp = join(dist, "bundles.json");
  if (!existsSync(stamp)) return true;
  const built = statSync(stamp).mtimeMs;
  return SOURCES.some((name) => changed(join(root, name)) > built);
}

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

const COMMON = { absWorkingDir: root, bundle: true, charset: "utf8", legalComments: "none", logLevel: "warning", sourcemap: false };

/** A script in ASCII: one letter beyond Latin-1 doubles it in memory, and the time to read it. No tagged template of ours asks for its raw text. */
const ascii = (script) => script.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** The child, and what makes snapshots: one file each, because they may read no other. */
async function buildChild() {
  await build({
    ...COMMON,
    entryPoints: { child: "src/host/child/main.ts", "make-snapshot": "src/host/child/make-snapshot.ts" },
    define: { CORNICHON_JOB: JSON.stringify(await defaultJob()) },
    outdir: nest,
    outExtension: { ".js": ".cjs" },
    platform: "node",
    format: "cjs",
    target: "node24",
  });
}

/** Makes the policy that most jobs use a frozen part of the guest, so that it need not cross for each artifact. */
const POLICY_PRELUDE = `(() => {
  const freeze = (value) => {
    if (typeof value === "object" && value !== null) Object.values(Object.freeze(value)).forEach(freeze);
    return value;
  };
  Object.defineProperty(globalThis, "cornichonPolicy", { value: freeze(JSON.parse(POLICY)) });
})();
//# cornichon: the guest follows
`;

/** The guest: one script with the policy before it, which leaves its only door at `cornichonGuest`. */
async function buildGuest() {
  const file = join(nest, "guest.js");
  await build({
    ...COMMON,
    entryPoints: ["sandbox/main.ts"],
    outfile: file,
    platform: "neutral",
    format: "iife",
    target: "es2024",
    minifySyntax: true,
    minifyWhitespace: true,
    plugins: [constants(join(root, "sandbox"))],
  });
  const policy = JSON.stringify(JSON.stringify(await packedPolicy()));
  writeFileSync(file, ascii(POLICY_PRELUDE.replace("POLICY", () => policy) + readFileSync(file, "utf8")));
}

/** A module of ours, to be asked while the rest is built. */
async function moduleOf(source) {
  const file = join(nest, "asked.mjs");
  await build({ ...COMMON, entryPoints: [source], outfile: file, platform: "node", format: "esm", target: "node20" });
  const module = await import(`${pathToFileURL(file).href}?${source}`);
  rmSync(file);
  return module;
}

/** The table as `src/policy` makes it. */
const defaultPolicy = async () => (await moduleOf("src/policy/index.ts")).defaultPolicy();

/** The same as it stands in the guest. */
const packedPolicy = async () => (await moduleOf("src/policy/pack.ts")).pack(await defaultPolicy());

/** The hash of the table, as reports tell it. */
const policyHash = async () => (await moduleOf("src/report/policy-used.ts")).policyHash(await defaultPolicy());

/** A job as a program without options asks for it; the verb does not matter. */
const defaultJob = async () => (await moduleOf("src/verbs/options.ts")).jobFor("scan", {}, { job: [] });

const HOST = { platform: "node", format: "esm", target: "node20", minifySyntax: true, minifyWhitespace: true };

/**
 * What is loaded together: before a child boots, for the command that most type, and what others load beside that. Parts that a
 * later group shares with an earlier one are in the earlier: the largest, which few commands need, comes last.
 */
const TOGETHER = [
  ["src/host/warm.ts", "src/policy/limits.ts"],
  ["src/cli/program.ts", "src/cli/scan.ts"],
  ["src/cli/convert.ts"],
  ["src/cli/predict.ts"],
  ["src/model/all.ts"],
  ["src/targets/onnx/index.ts"],
];

/** Library and command in one go: they share chunks, and what is loaded late stays apart. */
async function buildHost(hashes) {
  const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
  const { metafile } = await build({
    ...COMMON,
    ...HOST,
    metafile: true,
    entryPoints: { cli: "src/cli/main.ts", index: "src/index.ts", "keep-snapshot": "src/host/keep-snapshot.ts" },
    outdir: nest,
    splitting: true,
    chunkNames: "chunk-[hash]",
    plugins: [lazily(root)],
    external: OPTIONAL,
    define: {
      CORNICHON_BUNDLES: JSON.stringify(JSON.stringify(hashes)),
      CORNICHON_CHILD: JSON.stringify(readFileSync(join(nest, "child.cjs"), "utf8")),
      CORNICHON_VERSION: JSON.stringify(version),
      CORNICHON_POLICY: JSON.stringify(await policyHash()),
    },
  });
  for (const output of await mergeChunks(root, nest, metafile.outputs, TOGETHER, { ...COMMON, ...HOST })) {
    const file = join(nest, output);
    writeFileSync(file, ascii(withRequire(withBuiltins(readFileSync(file, "utf8")))));
  }
  const cli = join(nest, "cli.js");
  writeFileSync(cli, `#!/usr/bin/env node\n${readFileSync(cli, "utf8").replace(/^#!.*\n/, "")}`);
  chmodSync(cli, 0o755);
  withModels(metafile.outputs);
  writeLicences(root, nest, Object.keys(metafile.inputs));
}

/** Native parts that packages of the service would use if they were there, and do without. */
const OPTIONAL = ["pg-native", "msgpackr-extract"];

/** Packages that are CommonJS ask for Node's modules by `require`, which a module does not have. Nothing is asked for before they are loaded. */
function withRequire(script) {
  const made = `const require = (name) => {
  const found = process.getBuiltinModule(name);
  if (found === undefined) throw new Error(\`There is no module \${name} in Node.\`);
  return found;
};
`;
  return /\b__require\s*=/.test(script) ? made + script : script;
}

/**
 * The door loads the models when the first one is asked for, so that the command, which mostly scans, does without. A
 * program that imports the library is told to have them at hand: its first `load` has nothing left to read.
 */
function withModels(outputs) {
  const [models] = Object.entries(outputs).find(([, { entryPoint }]) => entryPoint === "src/model/all.ts");
  const library = join(nest, "index.js");
  writeFileSync(library, `import "./${basename(models)}";\n${readFileSync(library, "utf8")}`);
}

/**
 * For `require`: the very modules that `import` gives, so that an error is of the same class whichever way it came. Node
 * can do that from 20.19 and 22.12 on.
 */
function buildRequired() {
  for (const [name, module] of [
    ["index", "./index.js"],
    ["web", "./web/web/index.js"],
  ])
    writeFileSync(join(nest, `${name}.cjs`), `module.exports = require("${module}");\n`);
}

/**
 * `cornichon/web` as modules of its own, one a source file: a page's bundler takes the models that are named and leaves
 * the rest, whichever bundler it is.
 */
async function buildWeb() {
  const options = { ...COMMON, platform: "browser", format: "esm", target: "es2023" };
  const { metafile } = await build({ ...options, entryPoints: ["src/web/index.ts"], metafile: true, write: false });
  await build({
    ...options,
    bundle: false,
    entryPoints: Object.keys(metafile.inputs),
    outbase: "src",
    outdir: join(nest, "web"),
  });
  const { rowsOf } = await moduleOf("src/models/input/rule-table.ts");
  const { takesNaN } = await moduleOf("src/models/input/rule-rows.ts");
  writeFileSync(join(nest, "web", "web", "models.js"), pageModels(await moduleOf("src/models/index.ts"), rowsOf, takesNaN));
}

/** The page, beside the command that serves it. Prints what a browser loads of it. */
async function buildPageFiles() {
  const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
  const sizes = await buildPage(root, join(nest, "page"), { version, packed: await packedPolicy() });
  if (flags.has("--quiet")) return;
  for (const [name, { bytes, gzip }] of Object.entries(sizes)) console.error(`page: ${name} ${bytes} bytes, ${gzip} with gzip`);
}

/** Moves the finished folder to its place. */
function install() {
  const old = `${nest}-old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(nest, dist);
  rmSync(old, { recursive: true, force: true });
}

async function main() {
  if (flags.has("--if-stale") && !isStale()) return;
  if (flags.has("--announce")) console.error("building cornichon (once, about 10 s) …");
  const began = performance.now();
  mkdirSync(nest, { recursive: true });
  try {
    await buildChild();
    await buildGuest();
    copyAddons(nest);
    const names = ["child.cjs", "guest.js", "make-snapshot.cjs", ...buildSnapshots(nest, flags.has("--release"))];
    const hashes = Object.fromEntries(names.map((name) => [name, sha256(readFileSync(join(nest, name)))]));
    await buildHost(hashes);
    await buildWeb();
    await buildPageFiles();
    buildRequired();
    await buildTypes(root, nest);
    writeFileSync(join(nest, "bundles.json"), `${JSON.stringify(hashes, null, 2)}\n`);
    install();
    if (!flags.has("--quiet")) console.error(`built dist/ in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  } finally {
    rmSync(nest, { recursive: true, force: true });
  }
}

await main();
