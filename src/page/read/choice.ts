/** How the person wants files judged, where it is not as built in: what the command's options say, for a page. */
import type { JobOptions } from "../../../sandbox/wire/job.js";
import type { PackedPolicy } from "../../../sandbox/wire/policy.js";
import { policyTable } from "../../verbs/options.js";

/** What may be chosen. */
export interface Choice {
  /** `module.Class`, taken as inert data. */
  readonly allow: readonly string[];
  readonly deep: boolean;
  readonly allowTrailing: boolean;
}

const BUILT_IN: Choice = { allow: [], deep: false, allowTrailing: false };

/** The choice that counts now. A job takes it as it begins. */
export class Chosen {
  #choice = BUILT_IN;
  #policy: PackedPolicy | null = null;

  get policy(): PackedPolicy | null {
    return this.#policy;
  }

  /** Only who judges looks deeper: a document holds what is there anyway. */
  options(verb: "scan" | "convert"): Partial<JobOptions> {
    const { deep, allowTrailing } = this.#choice;
    return { allowTrailing, deep: deep && verb === "scan" };
  }

  /** What is not as it is built in, in the command's words. */
  get words(): readonly string[] {
    const { allow, deep, allowTrailing } = this.#choice;
    return [...(deep ? ["--deep"] : []), ...(allowTrailing ? ["--allow-trailing"] : []), ...allow.map((name) => `--allow ${name}`)];
  }

  /** @throws CornichonError `policy.malformed` for what is no name of a class, and for what is never let through */
  async set(choice: Choice): Promise<void> {
    this.#policy = await policyTable({ allow: choice.allow });
    this.#choice = choice;
  }
}
