/**
 * Wrappers of joblib 0.8 and 0.9, whose arrays lie in files beside the pickle: `NDArrayWrapper` (an npy file) and
 * `ZNDArrayWrapper` (a compressed file with the raw bytes, the array's state in the wrapper). Who opens files is set
 * from outside; here it is only said which.
 */
import { utf8OrLatin1 } from "../bytes/latin1.js";
import { ARRAY, type Handle, KIND, NOTHING, OBJECT } from "../tape/handle.js";
import { stateValue } from "../tape/read.js";
import { arraySubtype } from "./checkers/numpy.js";
import { takes } from "./loader.js";
import type { Stream } from "./stream.js";

/** The file's name, null when it is one that leaves the folder. */
function plainName(s: Stream, wrapper: Handle): string | null {
  const bytes = s.machine.bytesOf(stateValue(s.tape, wrapper, "filename"), 256);
  const name = bytes === null ? "" : utf8OrLatin1(bytes);
  return name.length > 0 && name.length < 256 && !/[/\\\0]/.test(name) && name !== "." && name !== ".." ? name : null;
}

/** The array's class: named by the wrapper, or the first of the arguments that it has for `_reconstruct`. */
function classOfArray({ tape }: Stream, wrapper: Handle): Handle {
  const args = stateValue(tape, wrapper, "init_args");
  return tape.kind(args) === KIND.TUPLE && tape.count(args) > 0 ? tape.tupleItem(args, 0) : stateValue(tape, wrapper, "subclass");
}

/** Puts the companion's array in the wrapper's place on the stack. */
export function readCompanionArray(s: Stream, wrapper: Handle): boolean {
  const { tape, machine } = s;
  const module = machine.names.facts(tape.field(wrapper, OBJECT.CLASS))?.module ?? "";
  if (machine.variant !== null && s.depth === 0) machine.wrapperModules.add(module);
  // The streams of object arrays are read plainly, and each joblib opens the files of its own wrappers only.
  if (s.depth > 0 || (machine.variant !== null && !takes(s, wrapper))) return true;
  const name = plainName(s, wrapper);
  if (name === null) {
    s.find("container.companion-name", {
      companion: utf8OrLatin1(machine.bytesOf(stateValue(tape, wrapper, "filename"), 200) ?? new Uint8Array()),
    });
    return true;
  }
  const state = stateValue(tape, wrapper, "state");
  const array = machine.companions(machine, { name, state: state === NOTHING ? null : state });
  if (array === NOTHING) return true;
  const subclass = classOfArray(s, wrapper);
  const path = arraySubtype(machine.entry(subclass)?.path);
  if (tape.kind(array) === KIND.NDARRAY && path !== null)
    tape.setField(array, ARRAY.SUBCLASS, path === "numpy.ndarray" ? NOTHING : subclass);
  s.stack[s.sp - 1] = array;
  return true;
}
