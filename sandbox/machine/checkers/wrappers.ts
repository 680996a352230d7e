/** States of joblib's wrappers, of 0.9 and before and of 0.10 on: exactly the keys that joblib writes. */
import { shapeOf } from "../../numpy/shape.js";
import { byteText } from "../../numpy/text.js";
import { FALSE, type Handle, KIND, NONE, NOTHING, OBJECT, OBJECT_FLAG, TRUE } from "../../tape/handle.js";
import { dictValue, isStr, isText } from "../../tape/read.js";
import { arraySubtype, isEmptyShape } from "./numpy.js";
import type { StateChecker, StateInput } from "./state-checker.js";

/** Classes of which joblib takes the bytes out of the pickle. */
const WRAPPED = new Set(["numpy.ndarray", "numpy.matrix", "numpy.memmap"]);
const WRAPPER_KEYS = ["subclass", "shape", "order", "dtype", "allow_mmap"] as const;

/**
 * `NumpyArrayWrapper`: exactly joblib's five keys, from 1.2 on with the alignment (16 or None). Any other key would
 * stand in for one of the wrapper's methods, which joblib calls.
 */
export const arrayWrapper: StateChecker = ({ machine, tape, target, state }) => {
  if (tape.kind(state) !== KIND.DICT) return "wrapper.state";
  const pairs = tape.count(state);
  if (pairs !== 5 && pairs !== 6) return "wrapper.keys";
  for (const key of WRAPPER_KEYS) if (dictValue(tape, state, key) === NOTHING) return "wrapper.missing-key";
  const alignment = dictValue(tape, state, "numpy_array_alignment_bytes");
  if (pairs === 6 && alignment === NOTHING) return "wrapper.keys";
  if (alignment !== NOTHING && alignment !== NONE && tape.intValue(alignment) !== 16) return "wrapper.alignment";
  const order = dictValue(tape, state, "order");
  if (!isText(tape, order, "C") && !isText(tape, order, "F")) return "wrapper.order";
  const dtype = tape.dtypeValue(dictValue(tape, state, "dtype"));
  if (dtype === null || dtype.base !== null) return "wrapper.dtype";
  if (tape.kind(dictValue(tape, state, "shape")) !== KIND.TUPLE || shapeOf(tape, dictValue(tape, state, "shape")) === null)
    return "wrapper.shape";
  const mmap = dictValue(tape, state, "allow_mmap");
  if (mmap !== TRUE && mmap !== FALSE) return "wrapper.mmap";
  const subclass = dictValue(tape, state, "subclass");
  if (!WRAPPED.has(machine.entry(subclass)?.path ?? "")) return "wrapper.class";
  machine.names.use(subclass, "reference");
  tape.setField(target, OBJECT.FLAGS, tape.field(target, OBJECT.FLAGS) | OBJECT_FLAG.WRAPPER);
  return null;
};

/** `NDArrayWrapper` of joblib 0.8 and 0.9: the name of a file, the array's class, and from 0.9 on whether to map it. */
export const companionWrapper: StateChecker = ({ machine, tape, target, state }) => {
  if (tape.kind(state) !== KIND.DICT || tape.count(state) < 2 || tape.count(state) > 3) return "wrapper.keys";
  if (tape.count(state) === 3 && dictValue(tape, state, "allow_mmap") === NOTHING) return "wrapper.keys";
  const subclass = dictValue(tape, state, "subclass");
  if (!isStr(tape, dictValue(tape, state, "filename"))) return "wrapper.file-name";
  if (arraySubtype(machine.entry(subclass)?.path) === null) return "wrapper.no-array";
  machine.names.use(subclass, "reference");
  tape.setField(target, OBJECT.FLAGS, tape.field(target, OBJECT.FLAGS) | OBJECT_FLAG.WRAPPER);
  return null;
};

/** `ZNDArrayWrapper`: the name of a file, `_reconstruct`'s arguments, and an array's state without its data. */
export const zippedWrapper: StateChecker = (input) => {
  const { machine, tape, target, state } = input;
  if (tape.kind(state) !== KIND.DICT || tape.count(state) !== 3) return "wrapper.keys";
  const args = dictValue(tape, state, "init_args");
  const inner = dictValue(tape, state, "state");
  if (!isStr(tape, dictValue(tape, state, "filename"))) return "wrapper.file-name";
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 3 || arraySubtype(machine.entry(tape.tupleItem(args, 0))?.path) === null)
    return "wrapper.no-array";
  if (!isReconstruct(input, args)) return "wrapper.arguments";
  if (tape.kind(inner) !== KIND.TUPLE || tape.count(inner) < 3 || tape.count(inner) > 4) return "wrapper.array-state";
  tape.setField(target, OBJECT.FLAGS, tape.field(target, OBJECT.FLAGS) | OBJECT_FLAG.WRAPPER);
  return null;
};

/** The rest of `_reconstruct`'s arguments: (0,) and 'b'. */
const isReconstruct = ({ machine, tape }: StateInput, args: Handle): boolean =>
  isEmptyShape(tape, tape.tupleItem(args, 1)) && byteText(machine, tape.tupleItem(args, 2), 4) === "b";
