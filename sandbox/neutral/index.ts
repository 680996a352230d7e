/** The neutral room's door. */

export { factsOf } from "./facts.js";

export { inPlace, planRoot, writeRoot, writeTensors } from "./plan.js";
