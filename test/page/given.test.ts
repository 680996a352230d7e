/** What people give the page beside single artifacts: folders, files that belong together, data that nobody judges, files without end. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { convert } from "../../src/index.js";
import { BROWSER, drop, type Given, give, judged, section, site, words } from "../support/browser.js";
import { cornichon } from "../support/cli.js";
import { inFolder } from "../support/service.js";
import { FIXTURES } from "../support/shared.js";

const SEED = join(FIXTURES, "seed", "1.9.1");
const OLD = join(FIXTURES, "seed", "0.17.1-py27");
const RIDGE = join(SEED, "ridge.pkl");
const MiB = 1024 * 1024;

const payload = (name: string, bytes: Uint8Array | string | null): Given => ({ name, buffer: Buffer.from(bytes ?? "") });

/** An array of zeros that takes minutes to be decoded and a moment to be written: one member of gzip, again and again. */
function endless(): Buffer {
  const members = 48;
  const count = (members * 64 * MiB) / 8;
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${count},), }`;
  const header = Buffer.concat([Buffer.from("\x93NUMPY\x01\x00v\x00", "latin1"), Buffer.from(`${text.padEnd(117)}\n`)]);
  const zeros = gzipSync(Buffer.alloc(64 * MiB));
  return Buffer.concat([gzipSync(header), ...Array.from({ length: members }, () => zeros)]);
}

describe.skipIf(BROWSER === null)("what is given to the page", { timeout: 120_000 }, () => {
  const { withPage } = site();

  test("folders in folders are walked, and what is no artifact there is passed over", () =>
    inFolder((folder) =>
      withPage(async ({ page }) => {
        const deep = join(folder, "models", "a", "b");
        mkdirSync(deep, { recursive: true });
        writeFileSync(join(deep, "ridge.pkl"), readFileSync(RIDGE));
        writeFileSync(join(folder, "models", "notes.txt"), "hello");
        await drop(page, [join(folder, "models"), RIDGE]);
        await judged(page);
        expect(await page.locator(".files bdi").allTextContents()).toEqual(["ridge.pkl", "models/notes.txt", "models/a/b/ridge.pkl"]);
        expect(await words(page)).toEqual(["Safe", "No artifact", "Safe"]);
      }),
    ));

  test("a file that goes away after it was dropped is told, and is never called safe", () =>
    inFolder((folder) =>
      withPage(async ({ page }) => {
        const path = join(folder, "gone.pkl");
        writeFileSync(path, readFileSync(RIDGE));
        await drop(page, [path]);
        await judged(page);
        rmSync(path);
        await page.locator(".choice summary").click();
        await page.getByRole("button", { name: "Judge again" }).click();
        await expect.poll(() => words(page)).toEqual(["Not judged"]);
        expect(await page.locator(".verdict").textContent()).toMatch(/could not read the file.*Drop it again/);
      }),
    ));

  test("a dump of old joblib finds the arrays beside it, and says so where they are not there", () =>
    withPage(async ({ page }) => {
      const beside = ["ridge.joblib", "ridge.joblib_01.npy"].map((name) => join(OLD, name));
      await give(page, beside);
      await section(page, "Coefficients").waitFor();
      expect(await page.locator(".verdict strong").textContent()).toBe("Safe");
      await give(page, [join(OLD, "scaler.joblib")]);
      expect(await page.locator(".verdict strong").textContent()).toBe("Malformed");
    }));

  test("data is shown as what it is: neutral JSON answers, an ONNX file has its graph, and both are held against each other", async () => {
    const { document } = await convert(RIDGE);
    const { output } = await convert(RIDGE, { to: "onnx" });
    await withPage(async ({ page }) => {
      await give(page, [payload("ridge.neutral.json", document), payload("ridge.onnx", output)]);
      expect(await words(page)).toEqual(["Neutral JSON", "ONNX"]);
      await section(page, "Coefficients").waitFor();
      expect(await section(page, "Download").getByRole("button", { name: "Neutral JSON" }).count()).toBe(0);
      await section(page, "Compare").getByRole("button").click();
      await expect.poll(() => section(page, "Compare").textContent()).toMatch(/The same\. Their answers/);
      await page.locator(".files button").nth(1).click();
      await section(page, "Graph").waitFor();
      expect(await section(page, "Model").textContent()).toMatch(/Inputs.*X.*float64 \(N, 3\)/);
      expect(await section(page, "Graph").textContent()).toMatch(/MatMul/);
      await section(page, "Compare").getByRole("button").click();
      await expect.poll(() => section(page, "Compare").textContent()).toMatch(/The same\. Their answers/);
    });
  });

  test("a document whose arrays are in a sidecar is read where both come along, and else says what is missing", () =>
    inFolder((folder) =>
      withPage(async ({ page }) => {
        const [document, sidecar] = ["ridge.json", "ridge.safetensors"].map((name) => join(folder, name));
        if (document === undefined || sidecar === undefined) throw new Error("no names");
        expect(cornichon(["convert", RIDGE, "--arrays", "sidecar", "--output", document]).code).toBe(0);
        await give(page, [document]);
        await expect.poll(() => section(page, "Model").textContent()).toMatch(/in the file ridge\.safetensors.*drop both/);
        await give(page, [document, sidecar]);
        await section(page, "Coefficients").waitFor();
      }),
    ));

  test("arrays without a model are listed: npz, safetensors", async () => {
    const [npz, tensors] = [await convert(RIDGE, { to: "npz" }), await convert(RIDGE, { to: "safetensors" })];
    await withPage(async ({ page }) => {
      await give(page, [payload("ridge.npz", npz.output), payload("ridge.safetensors", tensors.output)]);
      await section(page, "Structure").locator("summary").click();
      await expect.poll(() => section(page, "Structure").textContent()).toMatch(/coef_/);
      await page.locator(".files button").nth(1).click();
      await expect.poll(() => section(page, "Tensors").textContent()).toMatch(/coef_F64\(3,\)/);
    });
  });

  test("a document of strangers that is broken is told in a sentence", () =>
    withPage(async ({ page }) => {
      await give(page, [
        payload("a.json", '{"format":"cornichon","formatVersion":1,"root":{"$type":"ndarray"'),
        payload("b.onnx", "\x08\x07junk"),
      ]);
      await expect.poll(() => section(page, "Model").textContent()).toMatch(/JSON|document/);
      await page.locator(".files button").nth(1).click();
      await expect.poll(() => page.locator("article").textContent()).toMatch(/ONNX|Malformed|Not read/);
    }));

  test("the person chooses how files are judged; what runs code is let through by no choice", () =>
    withPage(async ({ page }) => {
      await give(page, [payload("mine.pkl", "ccustom.things\nThing\n.")]);
      expect(await words(page)).toEqual(["Not listed"]);
      await page.getByRole("button", { name: "Look into it" }).click();
      await section(page, "Structure").waitFor();
      expect(await section(page, "Download").count()).toBe(0);
      await page.locator(".choice summary").click();
      const allow = page.getByRole("textbox", { name: /inert data/ });
      await allow.fill("os.system");
      await page.getByRole("button", { name: "Judge again" }).click();
      await expect.poll(() => page.locator(".choice [role=status]").textContent()).toMatch(/os\.system is known to run code/);
      await allow.fill("custom.things.Thing");
      await page.getByRole("button", { name: "Judge again" }).click();
      await expect.poll(() => words(page)).toEqual(["Safe"]);
      expect(await page.locator(".verdict").textContent()).toContain("Judged with --allow custom.things.Thing.");
    }));

  test("conflicts are told, each with who says what", () =>
    withPage(async ({ page }) => {
      await give(page, [{ name: "ridge_v2.0.0_2020-02-02.pkl", buffer: readFileSync(join(SEED, "bundle.pkl")) }]);
      await section(page, "Model").getByRole("heading", { name: "Conflicts" }).waitFor();
      expect(await section(page, "Model").locator("table").textContent()).toMatch(/train_date.*2024-01-31.*2020-02-02the file name/);
    }));

  test("what takes too long is ended and told, and the page goes on", () =>
    withPage(async ({ page }) => {
      await page.clock.install();
      await page.setInputFiles("#files", { name: "endless.npy.gz", mimeType: "application/gzip", buffer: endless() });
      await page.clock.fastForward("02:01");
      await expect.poll(() => words(page)).toEqual(["Stopped at a limit"]);
      expect(await page.locator(".verdict").textContent()).toMatch(/takes too long \(limit 120 s/);
      await give(page, [RIDGE]);
      expect(await words(page)).toEqual(["Stopped at a limit", "Safe"]);
    }));

  test("a bomb is never called safe", () =>
    withPage(async ({ page }) => {
      await give(
        page,
        ["bomb.xz", "bomb.bz2"].map((name) => join(FIXTURES, "containers", name)),
      );
      for (const word of await words(page)) expect(word).not.toBe("Safe");
    }));
});
