/** The examples of README and docs compile in strict mode against the built package, as a reader would paste them. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { blocksIn, PAGES } from "./docs/pages.js";
import { ROOT } from "./support/cli.js";

const folder = mkdtempSync(join(tmpdir(), "cornichon-snippets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const snippets = blocksIn(PAGES, ["ts", "js", "typescript", "javascript"]);

/** What is Node's own needs its declarations; everything else holds without them. */
const NODE = /from "node:|\b(?:process|Buffer)\./;
const kindOf = (code: string): "node" | "plain" => (NODE.test(code) ? "node" : "plain");

const config = (kind: "node" | "plain"): object => ({
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    module: "nodenext",
    target: "es2022",
    lib: ["es2023", "dom", "dom.iterable"],
    types: kind === "node" ? ["node"] : [],
    typeRoots: [join(ROOT, "node_modules", "@types")],
    noEmit: true,
  },
  include: [`${kind}-*.ts`],
});

test("examples compile", { timeout: 240_000 }, () => {
  expect(snippets.length).toBeGreaterThan(1);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules", "cornichon"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  // Each is a module of its own, whatever it imports.
  for (const [i, { code }] of snippets.entries()) writeFileSync(join(folder, `${kindOf(code)}-${i}.ts`), `${code}\nexport {};\n`);
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const said = (["plain", "node"] as const).map((kind) => {
    const project = join(folder, `${kind}.json`);
    writeFileSync(project, JSON.stringify(config(kind)));
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", project], { encoding: "utf8", cwd: folder });
    return stdout.replace(/(?:plain|node)-(\d+)\.ts/g, (name, i: string) => `${snippets[Number(i)]?.page} (${name})`);
  });
  expect(said).toEqual(["", ""]);
});
