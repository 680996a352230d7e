/**
 * Builds `dist/`: the child, the guest and its snapshot first, then the library and the command with the hashes of those
 * three baked in. Everything is made in a folder of its own and moved into place at the end, so that a running program
 * never meets half a build. `--if-stale` does nothing when no source is newer than the last build, `--quiet` says nothing.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const require = createRequire(import.meta.url);
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

/** The child: one file, because it may read no other. */
async function buildChild() {
  await build({
    ...COMMON,
    entryPoints: ["src/host/child/main.ts"],
    outfile: join(nest, "child.cjs"),
    platform: "node",
    format: "cjs",
    target: "node24",
  });
}

/**
 * Makes the table that most jobs use a frozen part of the guest, so that it need not cross for each artifact. Equal texts
 * and lists become one: the snapshot is a third of what it would be, and every isolate pays for its length.
 */
const POLICY_PRELUDE = `(() => {
  const known = new Map();
  const share = (value) => {
    if (typeof value !== "string" && (typeof value !== "object" || value === null)) return value;
    const key = typeof value === "string" || Array.isArray(value) ? JSON.stringify(value) : null;
    if (known.has(key)) return known.get(key);
    if (typeof value === "object") {
      for (const name of Object.keys(value)) value[name] = share(value[name]);
      Object.freeze(value);
    }
    if (key !== null) known.set(key, value);
    return value;
  };
  Object.defineProperty(globalThis, "cornichonPolicy", { value: share(JSON.parse(POLICY)) });
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
  });
  const policy = JSON.stringify(JSON.stringify(await defaultPolicy()));
  writeFileSync(file, POLICY_PRELUDE.replace("POLICY", () => policy) + readFileSync(file, "utf8"));
}

/** The table as `src/policy` makes it. */
async function defaultPolicy() {
  const file = join(nest, "policy.mjs");
  await build({ ...COMMON, entryPoints: ["src/policy/index.ts"], outfile: file, platform: "node", format: "esm", target: "node20" });
  const module = await import(pathToFileURL(file).href);
  rmSync(file);
  return module.defaultPolicy();
}

/** The Node that will run the child: the `node` package's, else the one that runs this, when it is new enough. */
function childNode() {
  try {
    return join(dirname(require.resolve("node/package.json")), "bin", process.platform === "win32" ? "node.exe" : "node");
  } catch {
    return process.execPath;
  }
}

/** A snapshot serves exactly the Node that made it; every other compiles the guest. */
function buildSnapshot() {
  const made = spawnSync(childNode(), [join(root, "scripts", "build", "make-snapshot.cjs"), join(nest, "guest.js"), nest], {
    encoding: "utf8",
  });
  if (made.status !== 0) throw new Error(`no snapshot: ${made.stderr}`);
  return made.stdout.trim();
}

/** Library and command in one go: they share chunks, and what is loaded late stays apart. */
async function buildHost(hashes) {
  const version = JSON.parse(readFileSync(join(root, "package.json"), "utf8")).version;
  await build({
    ...COMMON,
    entryPoints: { cli: "src/cli/main.ts", index: "src/index.ts" },
    outdir: nest,
    platform: "node",
    format: "esm",
    target: "node20",
    splitting: true,
    chunkNames: "chunk-[hash]",
    minifySyntax: true,
    define: { CORNICHON_BUNDLES: JSON.stringify(hashes), CORNICHON_VERSION: JSON.stringify(version) },
  });
  const cli = join(nest, "cli.js");
  writeFileSync(cli, `#!/usr/bin/env node\n${readFileSync(cli, "utf8").replace(/^#!.*\n/, "")}`);
  chmodSync(cli, 0o755);
}

/**
 * `cornichon/web` as modules of its own, one a source file: a page's bundler takes the models that are named and leaves
 * the rest, whichever bundler it is.
 */
async function buildWeb() {
  const options = { ...COMMON, platform: "browser", format: "esm", target: "es2023" };
  const { metafile } = await build({ ...options, entryPoints: ["src/web/index.ts"], metafile: true, write: false });
  await build({ ...options, bundle: false, entryPoints: Object.keys(metafile.inputs), outbase: "src", outdir: join(nest, "web") });
}

function buildTypes() {
  const tsc = join(dirname(require.resolve("typescript/package.json")), "bin", "tsc");
  const done = spawnSync(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json"), "--outDir", join(nest, "types")], {
    cwd: root,
    encoding: "utf8",
  });
  if (done.status !== 0) throw new Error(`tsc: ${done.stdout}${done.stderr}`);
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
  const began = performance.now();
  mkdirSync(nest, { recursive: true });
  try {
    await buildChild();
    await buildGuest();
    const names = ["child.cjs", "guest.js", buildSnapshot()];
    const hashes = Object.fromEntries(names.map((name) => [name, sha256(readFileSync(join(nest, name)))]));
    await buildHost(hashes);
    await buildWeb();
    buildTypes();
    writeFileSync(join(nest, "bundles.json"), `${JSON.stringify(hashes, null, 2)}\n`);
    install();
    if (!flags.has("--quiet")) console.error(`built dist/ in ${((performance.now() - began) / 1000).toFixed(1)} s`);
  } finally {
    rmSync(nest, { recursive: true, force: true });
  }
}

await main();
