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
