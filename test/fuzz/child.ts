/** The same input through a real child: its report must be the in-process guest's, and the next job must find a living child. */
import { createHost, type Host } from "../../src/host/index.js";
import { FAMILY_NAMES } from "../../src/policy/unread-libraries.js";
import { limitsWith } from "../../src/verbs/limits.js";
import { DEFAULT_OPTIONS } from "../../src/verbs/options.js";
import { runGuest } from "../support/guest.js";
import { FUZZ_LIMITS } from "./properties.js";

export class ChildCheck {
  readonly #host: Host = createHost({ jobs: 1 });

  /** What is wrong, null when nothing is. */
  async run(bytes: Uint8Array): Promise<string | null> {
    const source = {
      size: bytes.length,
      fd: null,
      read: async (offset: number, length: number) => bytes.subarray(offset, offset + length),
    };
    const job = { verb: "scan", policy: null, families: FAMILY_NAMES, limits: limitsWith(FUZZ_LIMITS), options: DEFAULT_OPTIONS } as const;
    const { report, wall } = await this.#host.run(source, job, {});
    if (wall !== null) return `the child hit ${wall.code} ${JSON.stringify(wall.args)}`;
    const here = runGuest(bytes, "scan", {}, FUZZ_LIMITS).report;
    return JSON.stringify(report) === JSON.stringify(here) ? null : `child: ${JSON.stringify(report)}, in-process: ${JSON.stringify(here)}`;
  }

  close(): Promise<void> {
    return this.#host.close();
  }
}
