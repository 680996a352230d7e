/** The page as people meet it: in a real browser, from a folder that knows nothing of it. */
import { createHash } from "node:crypto";
import { readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { describe, expect, test } from "vitest";
import { convert, LIMITS } from "../../src/index.js";
import { BROWSER, downloaded, type Given, give, givePath, peakMemory, SITE, section, site, valueIn } from "../support/browser.js";
import { inFolder } from "../support/service.js";
import { FIXTURES } from "../support/shared.js";

const SEED = join(FIXTURES, "seed", "1.9.1");
const MODEL = join(SEED, "model.joblib.gz");

const payload = (name: string, buffer: Buffer): Given => ({ name, buffer });
const file = (path: string, name: string): Given => payload(name, readFileSync(path));
const dangerous = (name: string): Given => file(join(FIXTURES, "hostile", "dangerous--build-module-p4.pkl"), name);

/** A Ridge of so many features by these names, as a pickle of our own writing. */
async function ridgeOf(names: readonly string[], coefficients: readonly unknown[] = names.map((_, i) => (i % 7) - 3)): Promise<Buffer> {
  const { document } = await convert(join(SEED, "ridge.pkl"));
  const parsed = JSON.parse(document ?? "");
  const count = names.length;
  parsed.root.state.coef_ = { $type: "ndarray", dtype: "float64", shape: [count], data: coefficients };
  parsed.root.state.n_features_in_ = count;
  parsed.root.state.feature_names_in_ = { $type: "ndarray", dtype: "object", shape: [count], data: names };
  const { output } = await convert(Buffer.from(JSON.stringify(parsed)), { to: "pickle" });
  if (output === null) throw new Error("no pickle was written");
  return Buffer.from(output);
}

/** A float64 array of 100 MB, as `np.save` writes it. */
function longArray(): Buffer {
  const count = 13_107_200;
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${count},), }`;
  const header = Buffer.concat([Buffer.from("\x93NUMPY\x01\x00v\x00", "latin1"), Buffer.from(`${text.padEnd(117)}\n`)]);
  return Buffer.concat([header, Buffer.alloc(count * 8)]);
}

const TOLD = "axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map((n) => n.html)]))";

/** What keeps somebody out of a page. */
const faults = (page: Page): Promise<unknown> => valueIn(page, `${axe.source};${TOLD}`);

describe.skipIf(BROWSER === null)("the page", { timeout: 180_000 }, () => {
  const { browser, withPage } = site();

  test("the seed's model: verdict, coefficients, prediction, and the files that the command writes", () =>
    withPage(async ({ page }) => {
      await give(page, [MODEL]);
      await section(page, "Coefficients").waitFor();
      expect(await page.locator(".verdict strong").textContent()).toBe("Safe");
      const sha256 = createHash("sha256").update(readFileSync(MODEL)).digest("hex");
      await section(page, "File").getByText(sha256).waitFor();
      const recorded = JSON.parse(readFileSync(join(SEED, "pipeline.json"), "utf8"));
      const columns: readonly string[] = recorded.input.columns;
      for (const [i, name] of columns.entries()) await page.getByLabel(name, { exact: true }).fill(String(recorded.input.rows[0][i]));
      const expected = Number(recorded.outputs.predict.data[0]);
      await expect.poll(async () => Number(await page.locator("output").textContent())).toBeCloseTo(expected, 9);
      const { document } = await convert(MODEL);
      expect((await downloaded(page, "Neutral JSON")).toString()).toBe(document);
      for (const [label, to] of [
        ["ONNX", "onnx"],
        ["skops", "skops"],
        ["Pickle for today's sklearn", "pickle"],
        ["safetensors", "safetensors"],
        ["npz", "npz"],
        ["Coefficients", "coefficients"],
      ] as const) {
        const { output } = await convert(MODEL, { to });
        const mine = await downloaded(page, label);
        expect(mine.equals(Buffer.from(output ?? [])), label).toBe(true);
      }
      const { output } = await convert(MODEL, { to: "code", language: "c" });
      expect((await downloaded(page, "C")).equals(Buffer.from(output ?? []))).toBe(true);
    }));

  test("a dangerous file is named with why, and nothing of it is offered", () =>
    withPage(async ({ page }) => {
      await give(page, [dangerous("evil.pkl")]);
      expect(await page.locator(".verdict strong").textContent()).toBe("Dangerous");
      expect(await page.locator(".verdict").textContent()).toMatch(/posix|os\.|system|builtins/);
      expect(await page.locator(".findings li").first().textContent()).toMatch(/critical.*at byte \d+/);
      expect(await section(page, "Download").count()).toBe(0);
    }));

  test("what is broken is never called safe", () =>
    withPage(async ({ page }) => {
      const whole = readFileSync(MODEL);
      await give(page, [
        payload("cut.joblib.gz", whole.subarray(0, 400)),
        payload("text.txt", Buffer.from("hello")),
        payload("empty.pkl", Buffer.alloc(0)),
      ]);
      expect(await page.locator(".files .word").allTextContents()).toEqual(["Malformed", "Malformed", "Malformed"]);
    }));

  test("names from a file are text: no element is made of them, and none turns what is around it", () =>
    withPage(
      async ({ page }) => {
        const markup = '<img src=x onerror="alert(1)">';
        const names = [markup, "שלום", "\u202eevil", "n".repeat(4000), "</option><script>alert(2)</script>", "", "__proto__"];
        const name = `<img src=x onerror=alert(3)>${"x".repeat(120)}.pkl`;
        await give(page, [payload(name, await ridgeOf(names)), dangerous("‮cod.<b>pkl")]);
        await section(page, "Coefficients").waitFor();
        expect(await page.locator("main img, main script, main b").count()).toBe(0);
        expect(await page.locator("bdi", { hasText: markup }).count()).toBeGreaterThan(0);
        expect(await page.locator("main").textContent()).not.toContain("\u202e");
        expect(await valueIn(page, "document.documentElement.scrollWidth <= innerWidth")).toBe(true);
        expect(await faults(page)).toEqual([]);
      },
      { width: 360 },
    ));

  test("numbers that JSON has no word for are told as they are", async () => {
    const words = ["nan", "inf", "-inf"].map((value) => ({ $type: "float", value }));
    const bytes = await ridgeOf(["a", "b", "c", "d"], [...words, 1e300]);
    await withPage(async ({ page }) => {
      await give(page, [payload("odd.pkl", bytes)]);
      await section(page, "Coefficients").waitFor();
      const told = await section(page, "Coefficients").locator("td.number").allTextContents();
      expect(told).toEqual(["NaN", "Infinity", "-Infinity", "1e+300"]);
    });
  });

  test("opened as a file it says why nothing happens, and what to do", async () => {
    const page = await browser().newPage();
    await page.goto(pathToFileURL(join(SITE, "index.html")).href);
    const told = page.locator("#starting");
    await told.waitFor({ state: "visible" });
    expect(await told.textContent()).toMatch(/opened as a file.*http\.server/);
    await page.close();
  });

  test("a file beyond --max-bytes is not begun", () =>
    inFolder((folder) =>
      withPage(async ({ page }) => {
        const path = join(folder, "endless.pkl");
        writeFileSync(path, "");
        truncateSync(path, LIMITS.maxBytes.value + 1);
        await givePath(page, path);
        expect(await page.locator(".verdict").textContent()).toMatch(/Stopped at a limit.*The file is too long \(limit 4 GiB/);
      }),
    ));

  test("500 files are judged one by one, and the page stays there", () =>
    withPage(async ({ page }) => {
      const model = readFileSync(MODEL);
      const files = Array.from({ length: 500 }, (_, i) =>
        i % 100 === 7 ? dangerous(`evil-${i}.pkl`) : payload(`model-${i}.joblib.gz`, model),
      );
      await give(page, files);
      expect(await page.locator(".files li").count()).toBe(500);
      expect(await page.locator("main > section > [role=status]").textContent()).toBe("500 files: 5 dangerous, 495 safe.");
    }));

  test("1,000 features have a form that answers", async () => {
    const names = Array.from({ length: 1000 }, (_, i) => `feature ${i}`);
    const bytes = await ridgeOf(names);
    await withPage(async ({ page }) => {
      await give(page, [payload("wide.pkl", bytes)]);
      await section(page, "Coefficients").waitFor();
      expect(await page.locator("form input").count()).toBe(1000);
      const before = Number(await page.locator("output").textContent());
      await page.getByLabel("feature 999", { exact: true }).fill("2");
      await expect.poll(async () => Number(await page.locator("output").textContent())).toBeCloseTo(before + 2 * ((999 % 7) - 3), 9);
      await page.getByLabel("feature 999", { exact: true }).fill("many");
      await expect.poll(() => page.locator("output .error").count()).toBe(1);
    });
  });

  test("100 MB are judged in slices: the page does not hold them", () =>
    inFolder((folder) =>
      withPage(async ({ page }) => {
        const path = join(folder, "long.npy");
        writeFileSync(path, longArray());
        await givePath(page, path);
        expect(await page.locator(".verdict strong").textContent()).toBe("Safe");
        expect(await peakMemory(browser())).toBeLessThan(400 * 1024 * 1024);
        expect(await page.getByRole("button", { name: "Read the model" }).count()).toBe(1);
      }),
    ));

  test("two models are held against each other", () =>
    withPage(async ({ page }) => {
      await give(page, [join(SEED, "ridge.pkl"), join(FIXTURES, "seed", "1.2.2", "ridge.pkl")]);
      await section(page, "Compare").getByRole("button").click();
      await expect.poll(() => section(page, "Compare").textContent()).toMatch(/The same\.|differences?\./);
    }));

  test("what is stored can be looked into", () =>
    withPage(async ({ page }) => {
      await give(page, [join(SEED, "ridge.pkl")]);
      await section(page, "Structure").locator("summary").click();
      await expect.poll(() => section(page, "Structure").textContent()).toMatch(/coef_ array {2}float64 \(3,\)/);
    }));

  test.each([
    ["light", 1280],
    ["dark", 1280],
    ["light", 360],
    ["dark", 360],
  ] as const)("nobody is kept out: axe finds nothing (%s, %i px)", (scheme, width) =>
    withPage(
      async ({ page }) => {
        expect(await faults(page)).toEqual([]);
        const { output } = await convert(MODEL, { to: "onnx" });
        const onnx = payload("model.onnx", Buffer.from(output ?? []));
        await give(page, [file(MODEL, "model.joblib.gz"), dangerous("evil.pkl"), file(join(SEED, "ridge.pkl"), "ridge.pkl"), onnx]);
        await section(page, "Coefficients").waitFor();
        await section(page, "Structure").locator("summary").click();
        await page.locator(".choice summary").click();
        expect(await faults(page)).toEqual([]);
        for (const at of [1, 3]) {
          await page.locator(".files button").nth(at).click();
          await page.locator("article h3").first().waitFor();
          expect(await faults(page)).toEqual([]);
        }
        expect(await valueIn(page, "document.documentElement.scrollWidth <= innerWidth")).toBe(true);
      },
      { scheme, width },
    ),
  );
});
