/** Every listed name with the modules that pickles name it by, as JSON: what `names.py` chooses from. */
import { defaultPolicy } from "../../src/policy/index.js";

/** What targets do not write: their layout is another in each version. */
const LEFT_OUT = new Set(["pandas", "joblib"]);

const spellings = new Map<string, string[]>();
for (const [key, entry] of Object.entries(defaultPolicy().entries)) {
  if (entry.kind === "call" || LEFT_OUT.has(entry.family)) continue;
  spellings.set(entry.path, [...(spellings.get(entry.path) ?? []), key]);
}
process.stdout.write(`${JSON.stringify(Object.fromEntries(spellings))}\n`);
