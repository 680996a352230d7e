/** The fuzzers' short run with fixed seeds; `npm run fuzz` goes on from others for minutes. */
import { describe, expect, test } from "vitest";
import { inputOf } from "./inputs.js";
import { check } from "./properties.js";

const FIRST = 1;
const RUNS = 150;

describe("the guest", () => {
  test.each(["scan", "convert", "inspect"] as const)(
    "%s holds its properties",
    (verb) => {
      const wrong: string[] = [];
      for (let seed = FIRST; seed < FIRST + RUNS; seed++) {
        const { name, bytes } = inputOf(seed);
        for (const text of check(bytes, verb)) wrong.push(`seed ${seed} (${name}): ${text}`);
      }
      expect(wrong).toEqual([]);
    },
    120_000,
  );
});
