/** Files as pandas, numpy and Python's json write them, asked about as sklearn was (fixtures/input/matrix/make.py). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { ROOT } from "../support/cli.js";
import { flatNumbers } from "../support/near.js";

const FOLDER = join(ROOT, "fixtures", "input", "matrix");
// The built package: it starts children.
const library: typeof import("../../src/index.js") = await import(join(ROOT, "dist", "index.js"));

afterAll(() => library.close());

interface Case {
  readonly model: string;
  readonly file: string;
  readonly method: string;
  readonly options: readonly string[];
  readonly expected: unknown;
}

const cases: readonly Case[] = JSON.parse(readFileSync(join(FOLDER, "cases.json"), "utf8"));
const HEADER: Readonly<Record<string, boolean>> = { "--header": true, "--no-header": false };

function answer({ model, file, method, options }: Case) {
  const header = options.map((flag) => HEADER[flag]).find((one) => one !== undefined);
  const x = { file: join(FOLDER, file) };
  return library.predict(join(FOLDER, model), x, { method, ...(header === undefined ? {} : { header }) });
}

describe("sklearn's answers to what Python reads back", () => {
  test.each(cases.map((one) => [`${one.model} ${one.file} ${one.method}`, one] as const))("%s", async (_name, one) => {
    if (typeof one.expected === "string") return expect(answer(one)).rejects.toMatchObject({ code: expect.stringMatching(/^input\./) });
    const { result } = await answer(one);
    const [ours, theirs] = [flatNumbers(result), flatNumbers(one.expected)];
    expect(ours.length).toBe(theirs.length);
    ours.forEach((value, i) => {
      const wanted = theirs[i];
      if (typeof wanted === "number") expect(Math.abs(Number(value) - wanted)).toBeLessThanOrEqual(1e-12 + 1e-9 * Math.abs(wanted));
      else expect(value).toBe(wanted);
    });
  });
});

describe("many rows", () => {
  const COUNT = 50_000;
  const cities = ["Paris", "Rome", "", "Århus", "x"];
  const line = (i: number): string => `${cities[i % 5]},${i % 3 === 0 ? "True" : "False"},${i % 11 === 0 ? "" : Math.sin(i)},${i % 7}`;
  const text = `city,flag,v,n\n${Array.from({ length: COUNT }, (_, i) => `${line(i)}\n`).join("")}`;
  const model = join(FOLDER, "mixed.joblib");

  test.each(["predict", "predict_proba", "decision_function"])("%s: blocks are answered as all rows are", async (method) => {
    const told: number[] = [];
    const inBlocks = await library.predict(model, Buffer.from(text), { method, progress: (rows) => void told.push(rows) });
    const whole = await library.predict(model, library.csvInput(text), { method });
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toBe(COUNT);
    expect(inBlocks.result).toEqual(whole.result);
  });

  test("a row far down that is refused is told by its line, and nothing is answered", async () => {
    const odd = Buffer.from(text.replace(`\n${line(40_000)}\n`, "\nRome,True,0.1,seven\n"));
    await expect(library.predict(model, odd)).rejects.toMatchObject({ code: "input.malformed" });
    await expect(library.predict(model, Buffer.from(`${text}Rome,True,1\n`))).rejects.toMatchObject({
      message: "line 50002 of the CSV has 3 fields, the first has 4",
    });
  });
});
