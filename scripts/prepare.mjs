/**
 * Builds where npm takes the package from a git repository, as pre-commit does; everywhere else nothing is done, `npm ci` of
 * a checkout least of all. npm prepares such a package with the options that it was called with, so with `-g` it installs
 * nothing here that a build needs: then that is done first. No script of a dependency runs.
 */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const has = (name) => existsSync(join(root, ...name.split("/")));

/** npm's own mark, for the installation that it starts inside a clone. */
const isClone = process.env._PACOTE_NO_PREPARE_ !== undefined;

function run(command, args, env = process.env) {
  const done = spawnSync(command, args, { cwd: root, env, stdio: "inherit", shell: process.platform === "win32" });
  if (done.status !== 0) process.exit(done.status ?? 1);
}

/** The environment without what npm was asked for outside. */
const plain = () =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_config_(?:global|prefix|omit|include)$/i.test(name)));

if (isClone && !has("dist/cli.js")) {
  if (!has("node_modules/esbuild")) run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"], plain());
  run(process.execPath, [join(root, "scripts", "build.mjs"), "--quiet"]);
}
