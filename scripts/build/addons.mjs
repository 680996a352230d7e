/**
 * isolated-vm's prebuilt files, taken into the package: npm then has nothing to compile and no script to run, on any Node.
 * The licences of everything that is in `dist/` and not ours go into one file beside them.
 */
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";

const require = createRequire(import.meta.url);

/** Copies the prebuilt files to `addons/` in the folder. */
export function copyAddons(folder) {
  const from = join(dirname(require.resolve("isolated-vm/package.json")), "prebuilds");
  cpSync(from, join(folder, "addons"), { recursive: true });
}

/** Absolute path of the addon in that folder for a Node that runs here. */
export function addonFor(folder, abi) {
  const libc = process.platform !== "linux" ? "" : existsSync("/etc/alpine-release") ? ".musl" : ".glibc";
  return join(folder, "addons", `${process.platform}-${process.arch}`, `isolated-vm.abi${abi}${libc}.node`);
}

/** Licences of what may be part of the package. */
const TAKEN = new Set([
  "MIT",
  "ISC",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "0BSD",
  "BlueOak-1.0.0",
  "(MIT OR CC0-1.0)",
  "Unlicense",
]);

/** `inputs`: paths of what was bundled. */
export function writeLicences(root, folder, inputs) {
  const bundled = inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter((name) => name !== undefined);
  const names = [...new Set([...bundled, "isolated-vm"])].sort();
  const texts = names.map((name) => {
    const home = join(root, "node_modules", name);
    const { version, license, author } = JSON.parse(readFileSync(join(home, "package.json"), "utf8"));
    if (!TAKEN.has(license)) throw new Error(`${name} is under ${license}, which is not taken into the package`);
    const file = readdirSync(home).find((entry) => /^licen[cs]e/i.test(entry));
    const by = typeof author === "string" ? author : (author?.name ?? "its authors");
    const text =
      file === undefined ? `${license}, by ${by} (it has no file of its own for it)` : readFileSync(join(home, file), "utf8").trim();
    return `${name} ${version}\n\n${text}\n`;
  });
  writeFileSync(join(folder, "LICENCES.txt"), `What cornichon's files contain of others.\n\n${texts.join(`\n${"-".repeat(72)}\n\n`)}`);
}
