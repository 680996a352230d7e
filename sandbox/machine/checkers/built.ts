/** Instances that a checked function builds: their class is a name of the policy, not of the stream. */
import { type Handle, OBJECT_FLAG } from "../../tape/handle.js";
import type { CheckerInput } from "./answer.js";

/** First text of a list that the called function's entry carries. */
export function fact(input: CheckerInput, key: string): string {
  const entry = input.machine.entry(input.callee);
  return entry?.kind === "call" ? String(entry.args?.[key]?.[0] ?? "") : "";
}

/** States without which native code has nothing under its pointers: whether they came is judged behind the streams. */
const NATIVE = new Set(["tuple-binary-tree"]);

/** An instance of `path`, made by the called function; BUILD goes to the state checker that the entry names. */
export function built(input: CheckerInput, path: string, args: Handle): Handle {
  const { machine, callee } = input;
  const state = fact(input, "state") || "none";
  const made = machine.instance(machine.names.built(path, state), callee, args, OBJECT_FLAG.CALLED);
  if (NATIVE.has(state)) machine.native.push(made);
  return made;
}
