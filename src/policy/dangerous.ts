/**
 * Names that are known ways to run code, start processes, open files, reach the network, or fetch what does. They only
 * make a refusal louder: what is on neither list is refused all the same. `module *` stands for every name of a module.
 * The families of names are in `dangerous/`; a name belongs to one group, and none is on the allow-list (tested).
 */
import type { DangerId, DangerousTable } from "../../sandbox/wire/policy.js";
import type { DangerousGroup } from "./dangerous/group.js";
import { LIBRARIES } from "./dangerous/libraries.js";
import { PYTHON } from "./dangerous/python.js";
import { PYTHON2 } from "./dangerous/python2.js";
import { STANDARD_LIBRARY } from "./dangerous/standard-library.js";

/** All groups, in the order of the published list. */
export const DANGEROUS_GROUPS: readonly DangerousGroup[] = [...PYTHON, ...PYTHON2, ...STANDARD_LIBRARY, ...LIBRARIES];

/** `module name` or `module *` → id of the reason. Throws at start when two groups claim one name. */
export const DANGEROUS: DangerousTable = Object.freeze(tableOf(DANGEROUS_GROUPS));

function tableOf(groups: readonly DangerousGroup[]): DangerousTable {
  const table = new Map<string, DangerId>();
  for (const { why, names } of groups) {
    for (const [module, list] of Object.entries(names)) {
      for (const name of list.split(" ")) {
        const key = `${module} ${name}`;
        if (table.has(key)) throw new Error(`policy: ${key} is dangerous twice`);
        table.set(key, why);
      }
    }
  }
  return Object.fromEntries(table);
}
