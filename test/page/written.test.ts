/** What the page says of a model in numbers, and what it writes: held against sklearn's own, in the programs that people run. */
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { transformSync } from "esbuild";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { BROWSER, downloaded, give, section, site } from "../support/browser.js";
import { cc } from "../support/c-programs.js";
import { cornichon } from "../support/cli.js";
import { python } from "../support/python-programs.js";
import { inFolder } from "../support/service.js";
import { FIXTURES } from "../support/shared.js";

const SEED = join(FIXTURES, "seed", "1.9.1");
const RECORDED = JSON.parse(readFileSync(join(SEED, "pipeline.json"), "utf8"));
const ROWS: readonly (readonly number[])[] = RECORDED.input.rows;
const WANTED: readonly number[] = RECORDED.outputs.predict.data;

/** `feature_importances_` and the first tree of `fixtures/models/1.9.1/RandomForestRegressor.pkl`, as sklearn 1.9.1 has them. */
const FOREST = {
  importances: [
    ["MKT", 0.7775879794764785],
    ["SMB", 0.14116519502874117],
    ["HML", 0.08124682549478038],
  ],
  nodes: 29,
  root: ["MKT ≤", "-0.2062"],
} as const;

function near(found: readonly number[]): void {
  expect(found.length).toBe(WANTED.length);
  for (const [i, wanted] of WANTED.entries())
    expect(Math.abs((found[i] ?? Number.NaN) - wanted)).toBeLessThanOrEqual(1e-12 + 1e-9 * Math.abs(wanted));
}

/** What a program prints: JSON of a list of numbers. */
function printed(command: string, args: readonly string[], folder: string): readonly number[] {
  const done = spawnSync(command, args, { cwd: folder, encoding: "utf8" });
  expect(done.stderr).toBe("");
  return JSON.parse(done.stdout).flat();
}

const MODULE = (address: string): string =>
  `import(${JSON.stringify(address)}).then(({ predict }) => console.log(JSON.stringify(Array.from(predict(${JSON.stringify(ROWS)})))))`;

async function inJavaScript(page: Page, folder: string): Promise<void> {
  const file = join(folder, "model.mjs");
  writeFileSync(file, await downloaded(page, "JavaScript"));
  near(printed(process.execPath, ["-e", MODULE(pathToFileURL(file).href)], folder));
  const { code } = transformSync((await downloaded(page, "TypeScript")).toString(), { loader: "ts", format: "esm" });
  writeFileSync(file, code);
  near(printed(process.execPath, ["-e", MODULE(pathToFileURL(file).href)], folder));
}

async function inPython(page: Page, folder: string): Promise<void> {
  writeFileSync(join(folder, "model.py"), await downloaded(page, "Python"));
  if (python !== null)
    near(printed(python, ["-c", `import json, model\nprint(json.dumps(model.predict(${JSON.stringify(ROWS)})))`], folder));
}

async function inC(page: Page, folder: string): Promise<void> {
  const code = (await downloaded(page, "C")).toString();
  if (cc === null) return;
  const name = /int (\w+_predict)\(/.exec(code)?.[1] ?? "";
  const rows = ROWS.map((row) => `{${row.join(",")}}`).join(",");
  const main = `#include <stdio.h>
int main(void) {
  static const double x[][${ROWS[0]?.length}] = {${rows}};
  double out;
  for (int i = 0; i < ${ROWS.length}; i++) { if (${name}(x[i], &out) != 0) return 1; printf("%c%.17g", i ? ',' : '[', out); }
  puts("]");
}`;
  writeFileSync(join(folder, "model.c"), `${code}\n${main}`);
  expect(spawnSync(cc, ["model.c", "-o", "model", "-lm"], { cwd: folder, encoding: "utf8" }).stderr).toBe("");
  near(printed(join(folder, "model"), [], folder));
}

describe.skipIf(BROWSER === null)("what the page writes", { timeout: 120_000 }, () => {
  const { withPage } = site();

  test("programs run and answer as sklearn, and the neutral JSON predicts on the command line", () =>
    inFolder((folder) =>
      withPage(async ({ page }) => {
        await give(page, [join(SEED, "pipeline.joblib.gz")]);
        await section(page, "Download").waitFor();
        await inJavaScript(page, folder);
        await inPython(page, folder);
        await inC(page, folder);
        const [document, x] = [join(folder, "model.json"), join(folder, "x.csv")];
        writeFileSync(document, await downloaded(page, "Neutral JSON"));
        writeFileSync(x, [RECORDED.input.columns, ...ROWS].map((row: readonly unknown[]) => row.join(",")).join("\n"));
        const { code, out } = cornichon(["predict", document, "--input", x, "--format", "json"]);
        expect(code).toBe(0);
        near(JSON.parse(out).data);
      }),
    ));

  test("importances and the drawn tree are sklearn's", () =>
    withPage(async ({ page }) => {
      await give(page, [join(FIXTURES, "models", "1.9.1", "RandomForestRegressor.pkl")]);
      const importances = section(page, "Importances");
      await importances.waitFor();
      const names = await importances.locator("tbody th").allTextContents();
      const values = (await importances.locator("td.number").allTextContents()).map(Number);
      expect(names).toEqual(FOREST.importances.map(([name]) => name));
      for (const [i, [, wanted]] of FOREST.importances.entries()) expect(values[i]).toBeCloseTo(wanted, 12);
      const tree = page.locator("section.card", { has: page.locator(".tree") });
      expect(await tree.textContent()).toContain(`${FOREST.nodes} nodes`);
      expect((await tree.locator("text").allTextContents()).slice(0, 2)).toEqual(FOREST.root);
    }));
});
