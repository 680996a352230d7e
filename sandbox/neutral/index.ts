/** The neutral room's door. */

export { factsOf } from "./facts.js";

export { planRoot, writeRoot, writeTensors } from "./plan.js";
