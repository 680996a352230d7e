/**
 * What torch rebuilds tensors with (`torch/_utils.py`), under the rules of its own `_weights_only_unpickler.py`, and stricter:
 * storages are those that this very file has (`machine/storages.ts`), every item of a tensor stands in its storage, hooks are an
 * empty OrderedDict. Nothing is allocated: a tensor is a view of bytes that stand in the file.
 *
 * Refused: `_rebuild_from_type_v2` and what takes a callable or a state to be set, metadata (conjugate and negative views), meta,
 * nested and device tensors.
 */
import type { PlainReason } from "../../finding/reasons.js";
import { tooManyElements } from "../../numpy/problem.js";
import { elementCount, MAX_DIMENSIONS, tupleShape } from "../../numpy/shape.js";
import { strText } from "../../numpy/text.js";
import type { DType } from "../../tape/dtype.js";
import { FALSE, type Handle, KIND, NONE, NOTHING, OBJECT, TRUE } from "../../tape/handle.js";
import { argumentsOf, isStr } from "../../tape/read.js";
import { described, textHandle } from "../storages.js";
import { torchDtype } from "../torch-dtypes.js";
import type { TorchStorage, View } from "../torch-views.js";
import { type Checker, type CheckerInput, malformed, no, problematic, type Refusal } from "./answer.js";
import { built } from "./built.js";
import { inert } from "./builtins.js";
import { isFloat, isInteger } from "./exact.js";

const TENSOR = "torch.Tensor";

const isRefusal = (value: unknown): value is Refusal => typeof value === "object" && value !== null && "why" in value;

/** `torch.Size` is a tuple. */
function sizes({ machine, tape }: CheckerInput, handle: Handle): readonly number[] | null {
  const isSize = machine.classOf(handle)?.path === "torch.Size";
  return tupleShape(tape, isSize ? tape.tupleItem(tape.field(handle, OBJECT.ARGS), 0) : handle);
}

/** True for hooks that are none: an OrderedDict without items, or None. What comes into it later is asked at the end. */
function isNoHooks({ machine, tape }: CheckerInput, hooks: Handle): boolean {
  if (hooks === NONE) return true;
  if (machine.classOf(hooks)?.path !== "collections.OrderedDict") return false;
  const isEmpty = (): boolean => tape.field(hooks, OBJECT.PAIRS) === NOTHING && tape.field(hooks, OBJECT.STATE) === NOTHING;
  tape.watch?.later(isEmpty);
  return isEmpty();
}

/** Parts of a tensor's arguments that all rebuilders have. */
interface Given {
  readonly storage: TorchStorage;
  readonly view: View;
}

/** (storage, offset, size, stride, …) as a view of the storage, every item of which stands in it. `as`: other numbers than the storage's. */
function viewOf(input: CheckerInput, [from = NONE, offset = NONE, size = NONE, stride = NONE]: Int32Array, as?: DType): Given | Refusal {
  const { machine, tape } = input;
  const storage = machine.torch?.storageOf(from) ?? null;
  // Where its id was refused, that is what is told.
  if (storage === null) return machine.isPlaceholder(from) ? malformed("torch.storage") : no("torch.storage");
  const dtype = as ?? storage.dtype;
  const items = Math.floor((storage.count * storage.dtype.itemsize) / dtype.itemsize);
  const [shape, strides, first] = [sizes(input, size), sizes(input, stride), tape.intValue(offset)];
  if (shape === null || strides?.length !== shape.length || shape.length > MAX_DIMENSIONS) return no("torch.size");
  if (first === null || !isInteger(tape, offset, 0, items)) return no("torch.outside");
  const count = elementCount(shape, dtype.itemsize, machine.limits.maxElements);
  if (count === null) return problematic(tooManyElements(machine.limits, dtype.itemsize));
  // Exact: no rounding hides an overflow.
  const last = shape.reduce((sum, n, i) => sum + BigInt(Math.max(0, n - 1)) * BigInt(strides[i] ?? 0), BigInt(first));
  if (count > 0 && last >= BigInt(items)) return no("torch.outside");
  return { storage, view: { dtype, offset: first, shape, strides } };
}

/** The tensor as it is described, with what its rebuilder says beside it. */
function tensor(input: CheckerInput, given: Given, grad: Handle, more: readonly (readonly [string, Handle])[] = []): Handle {
  const { machine, tape, callee } = input;
  const { storage, view } = given;
  const data = machine.torch?.array(machine, storage, view) ?? NONE;
  const strides = tape.strides.has(data) ? Int32Array.from(view.strides, (n) => tape.int(n)) : null;
  const made = described(machine, TENSOR, callee, [
    ["data", data],
    ["requires_grad", grad],
    ["storage", textHandle(machine, storage.key)],
    ["storage_offset", tape.int(view.offset)],
    ...(strides === null ? [] : [["stride", tape.tuple(strides, 0, strides.length)] as const]),
    ...more,
  ]);
  if (storage.packed) machine.torch?.packed.add(made);
  return made;
}

const isFlag = (handle: Handle): boolean => handle === TRUE || handle === FALSE;

/** What stands behind the view: whether it has a gradient, hooks, metadata. */
function restProblem(input: CheckerInput, grad: Handle, hooks: Handle, metadata: Handle): PlainReason | null {
  const { tape } = input;
  if (!isFlag(grad)) return "torch.flag";
  if (!isNoHooks(input, hooks)) return "torch.hooks";
  const none = metadata === NONE || (tape.kind(metadata) === KIND.DICT && tape.count(metadata) === 0);
  if (none && metadata !== NONE) tape.watch?.look(metadata);
  return none ? null : "torch.metadata";
}

/** `_rebuild_tensor(storage, offset, size, stride)`, before torch 0.4. */
export const tensorV1: Checker = (input) => {
  const args = argumentsOf(input);
  if (args.length !== 4) return no("torch.arguments");
  const given = viewOf(input, args);
  return isRefusal(given) ? given : tensor(input, given, FALSE);
};

/** `_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks, metadata=None)`. */
export const tensorV2: Checker = (input) => {
  const args = argumentsOf(input);
  const [, , , , grad = NONE, hooks = NONE, metadata = NONE] = args;
  if (args.length !== 6 && args.length !== 7) return no("torch.arguments");
  const why = restProblem(input, grad, hooks, metadata);
  if (why !== null) return no(why);
  const given = viewOf(input, args);
  return isRefusal(given) ? given : tensor(input, given, grad);
};

/**
 * `_rebuild_tensor_v3(storage, offset, size, stride, requires_grad, backward_hooks, dtype, metadata=None)`: bytes with a dtype. torch
 * turns a file's items round by their storage's class, so of bytes it turns none: a machine of another order reads other numbers.
 */
export const tensorV3: Checker = (input) => {
  const { machine } = input;
  const args = argumentsOf(input);
  const [from = NONE, , , , grad = NONE, hooks = NONE, type = NONE, metadata = NONE] = args;
  if (args.length !== 7 && args.length !== 8) return no("torch.arguments");
  const why = restProblem(input, grad, hooks, metadata);
  if (why !== null) return no(why);
  const path = machine.entry(type)?.path ?? "";
  const dtype = path.startsWith("torch.") ? torchDtype(path.slice("torch.".length)) : null;
  if (dtype === null) return no("torch.dtype");
  machine.names.use(type, "reference");
  if (machine.torch?.bigEndian === true && dtype.itemsize > 1) return no("torch.dtype");
  const given = viewOf(input, args, dtype);
  if (isRefusal(given)) return given;
  return machine.torch?.storageOf(from)?.dtype.itemsize === 1 ? tensor(input, given, grad) : no("torch.storage");
};

/** `_rebuild_parameter(data, requires_grad, backward_hooks)`. */
export const parameter: Checker = (input) => {
  const { machine, callee } = input;
  const [data = NONE, grad = NONE, hooks = NONE, ...more] = argumentsOf(input);
  if (more.length > 0 || machine.classOf(data)?.path !== TENSOR) return no("torch.arguments");
  const why = restProblem(input, grad, hooks, NONE);
  if (why !== null) return no(why);
  return described(machine, "torch.nn.Parameter", callee, [
    ["data", data],
    ["requires_grad", grad],
  ]);
};

/** `torch.Size((3, 4))`. */
export const size: Checker = (input) => {
  const [of = NONE, ...more] = argumentsOf(input);
  return more.length === 0 && tupleShape(input.tape, of) !== null ? inert(input) : no("torch.size");
};

/** A device's kind, and perhaps its number behind a colon. */
const DEVICE = /^[a-z]{1,20}(?::\d{1,4})?$/;

/** `torch.device("cuda", 0)`, `torch.device("cpu")`. */
export const device: Checker = (input) => {
  const { machine, tape } = input;
  const [kind = NONE, index, ...more] = argumentsOf(input);
  const text = strText(machine, kind, 32);
  const isNumbered = index === undefined || isInteger(tape, index, 0, 9999);
  return more.length === 0 && isNumbered && text !== null && DEVICE.test(text) ? inert(input) : no("torch.device");
};

const LAYOUTS: ReadonlySet<string> = new Set(
  ["strided", "sparse_coo", "sparse_csr", "sparse_csc", "sparse_bsr", "sparse_bsc", "_mkldnn"].map((name) => `torch.${name}`),
);

/** `_get_layout("torch.sparse_coo")`: looks the name up among torch's layouts. */
export const layout: Checker = (input) => {
  const [name = NONE, ...more] = argumentsOf(input);
  const text = strText(input.machine, name, 32);
  return more.length === 0 && text !== null && LAYOUTS.has(text) ? built(input, "torch.layout", input.args) : no("torch.layout");
};

/** `_rebuild_sparse_tensor(layout, (indices, values, size, is_coalesced))`, and with two kinds of indices for rows or columns that are compressed. */
export const sparse: Checker = (input) => {
  const { machine, tape, callee } = input;
  const [of = NONE, data = NONE, ...more] = argumentsOf(input);
  const name = machine.classOf(of)?.path === "torch.layout" ? tape.tupleItem(tape.field(of, OBJECT.ARGS), 0) : NONE;
  if (more.length > 0 || tape.kind(data) !== KIND.TUPLE || !isStr(tape, name)) return no("torch.sparse");
  const parts = Array.from({ length: Math.min(5, tape.count(data)) }, (_, i) => tape.tupleItem(data, i));
  const isCoo = strText(machine, name, 32) === "torch.sparse_coo";
  const tensors = isCoo ? 2 : 3;
  const [shape = NONE, coalesced = FALSE, ...rest] = parts.slice(tensors);
  const isWhole = parts.slice(0, tensors).every((part) => machine.classOf(part)?.path === TENSOR);
  if (!isWhole || sizes(input, shape) === null || rest.length > 0) return no("torch.sparse");
  // Indices are followed without a check, and these are others where torch maps the file.
  if (parts.some((part) => machine.torch?.packed.has(part) === true)) return no("torch.packed");
  if ((!isCoo && parts.length !== 4) || (coalesced !== NONE && !isFlag(coalesced))) return no("torch.sparse");
  const names = isCoo ? ["indices", "values"] : ["compressed_indices", "plain_indices", "values"];
  const held = names.map((one, i) => [one, parts[i] ?? NONE] as const);
  const said = isCoo && isFlag(coalesced) && parts.length > tensors + 1 ? [["is_coalesced", coalesced] as const] : [];
  const made = described(machine, "torch.sparse.Tensor", callee, [["layout", name], ["size", shape], ...held, ...said]);
  // Its numbers are looked at when they are there.
  machine.native.push(made);
  return made;
};

/** `_rebuild_qtensor(storage, offset, size, stride, quantizer, requires_grad, backward_hooks)`, of one scale a tensor. */
export const quantized: Checker = (input) => {
  const { machine, tape } = input;
  const args = argumentsOf(input);
  const [, , , , quantizer = NONE, grad = NONE, hooks = NONE] = args;
  if (args.length !== 7 || tape.kind(quantizer) !== KIND.TUPLE || tape.count(quantizer) !== 3) return no("torch.quantizer");
  const [scheme, scale, zero] = [0, 1, 2].map((i) => tape.tupleItem(quantizer, i));
  const isAffine = machine.entry(scheme ?? NONE)?.path === "torch.per_tensor_affine";
  if (!isAffine || !isFloat(scale ?? NONE) || !isInteger(tape, zero ?? NONE, -(2 ** 31), 2 ** 31 - 1)) return no("torch.quantizer");
  machine.names.use(scheme ?? NONE, "reference");
  machine.consumed.add(quantizer);
  const why = restProblem(input, grad, hooks, NONE);
  if (why !== null) return no(why);
  const given = viewOf(input, args);
  if (isRefusal(given)) return given;
  return tensor(input, given, grad, [
    ["qscheme", textHandle(machine, "per_tensor_affine")],
    ["scale", scale ?? NONE],
    ["zero_point", zero ?? NONE],
  ]);
};
