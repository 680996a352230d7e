/** The tests that mutants run against: quick ones, without Python, children or builds. */
import { defineConfig } from "vitest/config";

/** By the rooms that are mutated (`MUTATE=output`): a mutant's tests run for each of thousands, so a slice has only its own. */
const TESTS: Readonly<Record<string, readonly string[]>> = {
  guest: [
    "test/oracle/{fixtures,recorded}.test.ts",
    "test/policy/{switches,table}.test.ts",
    "test/sandbox/machine/**/*.test.ts",
    "test/sandbox/judge/**/*.test.ts",
    "test/hostile/**/*.test.ts",
  ],
  report: ["test/report/**/*.test.ts", "test/artifact/path.test.ts"],
  output: ["test/output/**/*.test.ts"],
  input: ["test/input/**/*.test.ts"],
};

export default defineConfig({
  test: {
    include: [...(TESTS[process.env["MUTATE"] ?? "guest"] ?? [])],
    // Slow, and of no use against single mutants.
    testNamePattern: /^(?!.*random numbers)/,
    testTimeout: 60_000,
  },
});
