/** The tests that mutants of the machine run against: quick ones, without Python, children or builds. */
import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: [
      "test/oracle/{fixtures,recorded}.test.ts",
      "test/sandbox/machine/**/*.test.ts",
      "test/sandbox/judge/**/*.test.ts",
      "test/hostile/**/*.test.ts",
    ],
    // Slow, and of no use against single mutants.
    testNamePattern: /^(?!.*random numbers)/,
    testTimeout: 60_000,
  },
});
