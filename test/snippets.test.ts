/** The examples of README and docs compile in strict mode against the built package, as a reader would paste them. */
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { ROOT } from "./support/cli.js";

const folder = mkdtempSync(join(tmpdir(), "cornichon-snippets-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pages = ["README.md", ...readdirSync(join(ROOT, "docs")).map((name) => join("docs", name))].filter((name) => name.endsWith(".md"));

interface Snippet {
  readonly page: string;
  readonly code: string;
}

const snippets: readonly Snippet[] = pages.flatMap((page) =>
  Array.from(readFileSync(join(ROOT, page), "utf8").matchAll(/^```(?:ts|js|typescript|javascript)\n(.*?)^```/gms), ([, code = ""]) => ({
    page,
    code,
  })),
);

const CONFIG = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    module: "nodenext",
    target: "es2022",
    lib: ["es2023", "dom", "dom.iterable"],
    types: [],
    noEmit: true,
  },
  include: ["*.ts"],
};

test("examples compile", { timeout: 60_000 }, () => {
  expect(snippets.length).toBeGreaterThan(1);
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(ROOT, join(folder, "node_modules", "cornichon"), "junction");
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(CONFIG));
  // Each is a module of its own, whatever it imports.
  for (const [i, { code }] of snippets.entries()) writeFileSync(join(folder, `snippet-${i}.ts`), `${code}\nexport {};\n`);
  const tsc = join(ROOT, "node_modules", "typescript", "bin", "tsc");
  const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" });
  const said = stdout.replace(/snippet-(\d+)\.ts/g, (name, i: string) => `${snippets[Number(i)]?.page} (${name})`);
  expect(said).toBe("");
});
