/** The limits of a job: the table's defaults, with some replaced. */
import type { Limits } from "../../sandbox/wire/job.js";
import { LIMIT_NAMES, LIMITS } from "../policy/limits.js";

/** The defaults, with some replaced. */
export function limitsWith(given: Partial<Limits> = {}): Limits {
  const defaults = Object.fromEntries(LIMIT_NAMES.map((name) => [name, LIMITS[name].value])) as unknown as Limits; // one entry a name of Limits
  return { ...defaults, ...given };
}
