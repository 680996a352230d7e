/**
 * numpy.ma and StringDType: `_mareconstruct(MaskedArray, ndarray, (0,), 'b')` with its state of seven, the constant
 * `masked`, and numpy 2's `_convert_to_stringdtype_kwargs`.
 */
import { isBytes, isMissingText, payload } from "../../numpy/array-state.js";
import { plainDtype } from "../../numpy/dtype-text.js";
import { isProblem } from "../../numpy/problem.js";
import { elementCount, tupleShape } from "../../numpy/shape.js";
import { byteText } from "../../numpy/text.js";
import type { DType } from "../../tape/dtype.js";
import { FALSE, intHandle, KIND, NONE, NOTHING, OBJECT_FLAG, TRUE } from "../../tape/handle.js";
import { argumentsOf, itemsOf } from "../../tape/read.js";
import { type Checker, no } from "./answer.js";
import { arraySubtype, isEmptyShape } from "./numpy.js";
import { isPlain } from "./plain.js";
import type { StateChecker } from "./state-checker.js";

export const maskedReconstruct: Checker = ({ machine, tape, args, callee }) => {
  const items = argumentsOf({ tape, args });
  const [cls = NONE, base = NONE, shape = NONE, type = NONE] = items;
  if (items.length !== 4 || machine.entry(cls)?.path !== "numpy.ma.MaskedArray" || arraySubtype(machine.entry(base)?.path) === null)
    return no("masked.class");
  if (!isEmptyShape(tape, shape)) return no("call.first-shape");
  if (byteText(machine, type, 4) !== "b") return no("call.first-type-text");
  machine.names.use(cls, "reference");
  machine.names.use(base, "reference");
  return machine.instance(machine.names.built("numpy.ma.MaskedArray", "tuple-masked"), callee, NOTHING, OBJECT_FLAG.CALLED);
};

export const maskedConstant: Checker = ({ machine, tape, args, callee }) =>
  tape.kind(args) === KIND.TUPLE && tape.count(args) === 0
    ? machine.instance(callee, callee, NOTHING, OBJECT_FLAG.CALLED)
    : no("masked.constant");

/** (version, shape, dtype, is_fortran, data, mask, fill value): data and mask as numpy's own arrays have them. */
export const maskedState: StateChecker = ({ machine, tape, state }) => {
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) !== 7) return "masked.state";
  const items = itemsOf(tape, state);
  const [version = NONE, shape = NONE, dtype = NONE, fortran = NONE, data = NONE, mask = NONE, fill = NONE] = items;
  if (version !== intHandle(1)) return "masked.version";
  if (fortran !== TRUE && fortran !== FALSE) return "masked.order-flag";
  const checked = payload(machine, dtype, shape, data);
  if (isProblem(checked)) return checked;
  const type = tape.dtypeValue(dtype);
  const sizes = tupleShape(tape, shape);
  const count = type === null || sizes === null ? null : elementCount(sizes, type.itemsize, machine.limits.maxElements);
  const range = isBytes(tape, mask) ? tape.byteRange(mask) : null;
  if (type === null || count === null || range?.length !== count * maskSize(type)) return "masked.mask";
  return isPlain(tape, fill, true) ? null : "masked.fill-value";
};

/** Bytes of a mask's item: one, in structures one a field and element (numpy's make_mask_descr). Recursion ends at `MAX_DTYPE_DEPTH`. */
function maskSize({ fields, base, shape }: DType): number {
  if (base !== null) return maskSize(base) * shape.reduce((product, n) => product * n, 1);
  return fields === null ? 1 : fields.reduce((sum, { dtype }) => sum + maskSize(dtype), 0);
}

/** `_convert_to_stringdtype_kwargs(coerce[, na_object])`: a StringDType. */
export const stringDtype: Checker = ({ tape, args }) => {
  const items = argumentsOf({ tape, args });
  const [coerce = NONE, missing] = items;
  const isFlag = coerce === TRUE || coerce === FALSE || coerce === intHandle(1) || coerce === intHandle(0);
  if (items.length < 1 || items.length > 2 || !isFlag) return no("string-dtype.arguments");
  if (missing !== undefined && !isMissingText(missing)) return no("string-dtype.missing");
  return tape.dtype({ ...plainDtype("T", 16), hasObject: false });
};
