/** cornichon's library: scan, inspect, convert, load, verify. Everything else is an inside. */
export * from "./lean.js";
// The models come with the library, so that the first `load` has nothing left to read.
export { MODEL_CLASSES } from "./model/all.js";
