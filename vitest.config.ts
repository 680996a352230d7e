/**
 * Tests read the source; those of the host room also run what the build left in `dist/`, so `npm test` builds first.
 * Files run one after the other in few workers: the host's tests measure time and end processes.
 */
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Where CI wants the counts as JSON. */
const report = process.env["CORNICHON_TEST_REPORT"];

/** They wait for leases most of their time: begun last, they would keep the whole run waiting, a minute and a half. */
const WAITING = /\/test\/server\/queues\.test\.ts$/;

class WaitingFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isWaiting = ({ moduleId }: TestSpecification): boolean => WAITING.test(moduleId);
    return [...sorted.filter(isWaiting), ...sorted.filter((file) => !isWaiting(file))];
  }
}

export default defineConfig({
  test: {
    reporters: report === undefined ? ["default"] : ["default", ["json", { outputFile: report }]],
    include: ["test/**/*.test.ts"],
    exclude: ["test/bench/**"],
    // Many wait for a lease, a browser or a limit of time: one more than CI has cores. None should take as long as it may.
    maxWorkers: 3,
    sequence: { sequencer: WaitingFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
