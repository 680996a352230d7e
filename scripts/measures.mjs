/**
 * The house's measures: files, functions, casts, fallbacks, and which room imports which, beside those of the tree that
 * `scripts/measures.json` holds. `node scripts/measures.mjs [folder]` prints a table, `--json` the numbers.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const here = dirname(fileURLToPath(import.meta.url));
const [folder] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const root = resolve(folder ?? dirname(here));

const paths = ["src", "sandbox"].flatMap((top) =>
  readdirSync(join(root, top), { recursive: true, encoding: "utf8" }).map((name) => join(top, name)),
);
const files = paths
  .filter((name) => name.endsWith(".ts"))
  .map((name) => ({ name, text: readFileSync(join(root, name), "utf8") }))
  .map((file) => ({ ...file, tree: ts.createSourceFile(file.name, file.text, ts.ScriptTarget.Latest, true) }));

const lines = (text) => text.split("\n").length - 1;
const sum = (values) => values.reduce((total, value) => total + value, 0);
const lineSpan = (tree, node) =>
  tree.getLineAndCharacterOfPosition(node.end).line - tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1;

/** Every node of a file that `wanted` says something of. */
function found(tree, wanted) {
  const all = [];
  const left = [tree];
  while (left.length > 0) {
    const node = left.pop();
    const said = wanted(node);
    if (said !== undefined) all.push(said);
    ts.forEachChild(node, (child) => void left.push(child));
  }
  return all;
}

const functions = files.flatMap(({ name, tree }) =>
  found(tree, (node) =>
    ts.isFunctionLike(node) && "body" in node && node.body !== undefined ? { name, lines: lineSpan(tree, node) } : undefined,
  ),
);
const spans = functions.map((one) => one.lines).sort((a, b) => a - b);
const at = (part) => spans[Math.floor(part * (spans.length - 1))];

const isConst = (node) => node.type.getText() === "const";
const casts = (within) =>
  sum(
    files
      .filter(({ name }) => within.test(name))
      .map(({ tree }) => found(tree, (node) => (ts.isAsExpression(node) && !isConst(node) ? 1 : undefined)).length),
  );
const isFallback = (node) =>
  ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken && node.right.getText() === "0";
const fallbacks = (within) =>
  sum(files.filter(({ name }) => within.test(name)).map(({ tree }) => found(tree, (node) => (isFallback(node) ? 1 : undefined)).length));

/** `src/verbs`, `sandbox/machine`; a loose file is a room of its own. */
const roomOf = (name) =>
  name
    .split("/")
    .slice(0, 2)
    .join("/")
    .replace(/\.[jt]s$/, "");

const arrows = new Map();
for (const { name, text } of files)
  for (const [, specifier] of text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)) {
    const [from, to] = [roomOf(name), roomOf(relative(root, join(root, dirname(name), specifier)))];
    if (from !== to) arrows.set(from, (arrows.get(from) ?? new Set()).add(to));
  }

/** Rooms that are on a way back to themselves. */
function circular() {
  const reach = (from) => {
    const seen = new Set();
    const left = [...(arrows.get(from) ?? [])];
    while (left.length > 0) {
      const next = left.pop();
      if (seen.has(next)) continue;
      seen.add(next);
      left.push(...(arrows.get(next) ?? []));
    }
    return seen;
  };
  return [...arrows.keys()].filter((room) => reach(room).has(room)).length;
}

const measures = {
  files: files.length,
  lines: sum(files.map(({ text }) => lines(text))),
  "generated lines of code": sum(
    files.filter(({ text }) => /[Mm]ade by[\s\S]{0,80}do not edit/.test(text.slice(0, 600))).map(({ text }) => lines(text)),
  ),
  "loose files in src": files.filter(({ name }) => /^src\/[^/]+$/.test(name)).length,
  "files of 12 lines or less": files.filter(({ text }) => lines(text) <= 12).length,
  "longest file": Math.max(...files.map(({ text }) => lines(text))),
  functions: spans.length,
  "median lines of a function": at(0.5),
  "95 % of functions have at most": at(0.95),
  "longest function": spans.at(-1),
  casts: casts(/./),
  "casts in numeric and models": casts(/^src\/(numeric|models)\//),
  "fallbacks to 0 (?? 0)": fallbacks(/./),
  "of these in numeric and models": fallbacks(/^src\/(numeric|models)\//),
  "bare bits of handles (& 7, >>> 3) outside tape and the fast loop": sum(
    files
      .filter(({ name }) => name.startsWith("sandbox/") && !/^sandbox\/(tape\/|machine\/fast\.ts)/.test(name))
      .map(({ text }) => (text.match(/& 7\b|>>> 3\b/g) ?? []).length),
  ),
  rooms: new Set(files.map(({ name }) => roomOf(name))).size,
  "arrows between rooms": sum([...arrows.values()].map((to) => to.size)),
  "rooms in a circle": circular(),
};

if (process.argv.includes("--json")) console.log(JSON.stringify(measures, null, 2));
else {
  const kept = join(here, "measures.json");
  const before = existsSync(kept) ? JSON.parse(readFileSync(kept, "utf8")) : {};
  const width = Math.max(...Object.keys(measures).map((name) => name.length));
  console.log(`${"".padEnd(width)}  before     now`);
  for (const [name, now] of Object.entries(measures))
    console.log(`${name.padEnd(width)}  ${String(before[name] ?? "").padStart(6)}  ${String(now).padStart(6)}`);
  console.log("\nwho imports whom");
  for (const [from, to] of [...arrows].sort()) console.log(`  ${from.padEnd(22)} → ${[...to].sort().join(" ")}`);
}
