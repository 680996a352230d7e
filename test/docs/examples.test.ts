/**
 * Every example of the reference and of the library's page runs, against the built package and real fixtures, and prints what
 * it says that it prints (`//=>`). One process runs them all: what an example leaves behind must not disturb the next.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openStage, type Stage } from "../../scripts/docs/stage.mjs";
import { type Block, blocksIn, PAGES } from "./pages.js";

const examples = blocksIn(
  PAGES.filter((page) => page.startsWith("docs/api/") || page === "docs/library.md"),
  ["ts"],
);

/** What the comments of an example promise, a line each. */
const promised = ({ code }: Block): readonly string[] => Array.from(code.matchAll(/\/\/=> ?(.*)$/gm), ([, text = ""]) => text);

const OPTIONS = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };

/** Runs modules one after the other; a line of JSON for what each printed. */
const RUNNER = `
import { format } from "node:util";
const said = [];
console.log = (...values) => said.push(...format(...values).split("\\n"));
for (const [i, name] of process.argv.slice(2).entries()) {
  said.length = 0;
  let failure = null;
  try { await import(name); } catch (error) { failure = String(error?.stack ?? error); }
  process.stdout.write(JSON.stringify({ i, said: [...said], failure }) + "\\n");
}
process.exit(0);
`;

interface Outcome {
  readonly said: readonly string[];
  readonly failure: string | null;
}

let stage: Stage;
beforeAll(() => {
  stage = openStage();
});
afterAll(() => stage.close());

function runAll(blocks: readonly Block[]): readonly Outcome[] {
  const folder = join(stage.folder, "examples");
  mkdirSync(folder);
  writeFileSync(join(folder, "run.mjs"), RUNNER);
  const names = blocks.map(({ code }, i) => {
    writeFileSync(join(folder, `${i}.mjs`), ts.transpileModule(code, { compilerOptions: OPTIONS }).outputText);
    return `./${i}.mjs`;
  });
  const done = spawnSync(process.execPath, [join(folder, "run.mjs"), ...names], {
    cwd: stage.folder,
    env: stage.env,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const lines = done.stdout.split("\n").filter((line) => line !== "");
  if (lines.length !== blocks.length) throw new Error(`the examples ended early: ${done.stderr}`);
  return lines.map((line) => JSON.parse(line));
}

test("examples print what they say", { timeout: 240_000 }, () => {
  expect(examples.length).toBeGreaterThan(50);
  const outcomes = runAll(examples);
  const wrong = examples.flatMap((block, i) => {
    const outcome = outcomes[i];
    const same = outcome?.failure === null && JSON.stringify(outcome.said) === JSON.stringify(promised(block));
    return same ? [] : [{ page: block.page, code: block.code, outcome, promised: promised(block) }];
  });
  expect(wrong).toEqual([]);
});
