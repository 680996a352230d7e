/**
 * Tests read the source; those of the host room also run what the build left in `dist/`, so `npm test` builds first.
 * Files run one after the other in few workers: the host's tests measure time and end processes.
 */
import { defineConfig } from "vitest/config";

/** Where CI wants the counts as JSON. */
const report = process.env["CORNICHON_TEST_REPORT"];

export default defineConfig({
  test: {
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
    include: ["test/**/*.test.ts"],
    exclude: ["test/bench/**"],
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
