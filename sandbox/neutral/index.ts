/** The neutral room's door. */
export type { Emit } from "./buffer.js";
export { factsOf } from "./facts.js";
export { dictEntries, Keys } from "./keys.js";
export { type Plan, planRoot, writeRoot, writeTensors } from "./plan.js";
export type { Failure } from "./walk.js";
