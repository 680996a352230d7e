/**
 * The folder in which the examples of the pages are run: fixtures under the names that a reader may have, and a `cornichon`
 * on the path. Made anew for each page, so that no page depends on another.
 */
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The files that there are, and the fixture that each is. */
const STAGE = JSON.parse(readFileSync(join(ROOT, "scripts", "docs", "stage.json"), "utf8"));

const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;

/** What Python answered, as the page on version warnings records it. */
function recorded(fixture) {
  const { input, outputs } = JSON.parse(readFileSync(join(ROOT, "fixtures", fixture), "utf8"));
  return `${JSON.stringify({ input: { columns: input.columns, data: input.rows }, outputs: { predict: outputs.predict.data } })}\n`;
}

function fill(folder) {
  for (const [name, fixture] of Object.entries(STAGE.from)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(ROOT, "fixtures", fixture), join(folder, name));
  }
  for (const [name, fixture] of Object.entries(STAGE.recorded)) writeFileSync(join(folder, name), recorded(fixture));
  for (const [name, text] of Object.entries(STAGE.texts)) writeFileSync(join(folder, name), text);
}

/** Where programs of the pages find `cornichon` as if it were installed. */
function install(folder) {
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules", "cornichon"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
}

function command(folder) {
  const path = join(folder, "cornichon");
  writeFileSync(path, `#!/bin/sh\nexec ${quoted(process.execPath)} ${quoted(join(ROOT, "dist", "cli.js"))} "$@"\n`);
  chmodSync(path, 0o755);
}

/** A stage and the environment of what is run on it. `close` removes it. */
export function openStage() {
  const top = mkdtempSync(join(tmpdir(), "cornichon-docs-"));
  const [folder, bin] = [join(top, "work"), join(top, "bin")];
  mkdirSync(folder);
  mkdirSync(bin);
  fill(folder);
  install(folder);
  command(bin);
  const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`, LC_ALL: "C.UTF-8", NO_COLOR: "1", CI: "" };
  return { folder, env, close: () => rmSync(top, { recursive: true, force: true }) };
}
