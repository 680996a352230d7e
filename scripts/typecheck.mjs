/**
 * Types of everything, by tsc: the whole under tsconfig.json, the guest with nothing but ECMAScript, and the rooms of
 * arithmetic (`src/models`, `src/numeric`), where an index reads what the array holds: out of range it is undefined, which
 * a test sees as NaN, and no fallback makes a plausible zero of it. The page (`src/page`) has a browser's types. One program has one set of options, so what the whole
 * says of files in those rooms is left out, and they are checked in a program of their own.
 */
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin", "tsc");

const ARITHMETIC = /^src\/(?:models|numeric)\//;
const PAGE = /^src\/page\//;

/** Each program, and whose errors count. */
const PROGRAMS = [
  ["tsconfig.json", (file) => !ARITHMETIC.test(file) && !PAGE.test(file)],
  ["sandbox/tsconfig.json", () => true],
  ["src/models/tsconfig.json", (file) => ARITHMETIC.test(file)],
  ["src/page/tsconfig.json", (file) => PAGE.test(file)],
];

/** Errors as tsc prints them: a line with a place, then lines that are indented. */
function errorsOf(config) {
  const done = spawnSync(process.execPath, [tsc, "-p", config, "--noEmit", "--pretty", "false"], { cwd: root, encoding: "utf8" });
  const errors = done.stdout.split(/\n(?=\S)/).filter((text) => text.trim() !== "");
  if (done.status !== 0 && errors.length === 0) throw new Error(`tsc ended with ${done.status}: ${done.stderr}`);
  return errors;
}

/** The file that an error names; null for one about the program itself, which always counts. */
const fileOf = (error) => /^([^(\s]+)\(\d+,/.exec(error)?.[1] ?? null;

const found = PROGRAMS.flatMap(([config, counts]) =>
  errorsOf(config).filter((error) => {
    const file = fileOf(error);
    return file === null || counts(file);
  }),
);
for (const error of new Set(found)) console.error(error.trimEnd());
process.exitCode = found.length === 0 ? 0 : 1;
