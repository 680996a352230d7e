/** Planning and writing: the dry run that learns, the run that prints, and the tensors behind it. */
import type { Source } from "../container/source.js";
import { shapeOf } from "../numpy/shape.js";
import { ARRAY, ARRAY_FLAG, type Handle } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import type { JobOptions, Limits, TensorFact } from "../wire/job.js";
import { eachBlock, type Payload, placeOf } from "./array-bytes.js";
import type { Emit } from "./buffer.js";
import type { Failure } from "./walk.js";
import { Writer } from "./writer.js";

export interface Plan {
  readonly tape: Tape;
  readonly root: Handle;
  readonly options: JobOptions;
  readonly limits: Limits;
  readonly marks: Uint8Array;
  readonly tensors: readonly TensorFact[];
  readonly arrays: readonly Handle[];
}

/**
 * Looks at everything that would be printed, at most `most` bytes of it. A failure here means that not a byte was
 * written.
 */
export function planRoot(tape: Tape, root: Handle, source: Source, options: JobOptions, limits: Limits, most: number): Plan | Failure {
  const dry = (exact: boolean): { readonly writer: Writer; readonly failure: Failure | null } => {
    const writer = new Writer({ tape, source, options, limits }, () => undefined, { most, exact });
    return { writer, failure: writer.write(root) };
  };
  // Nearly every document is short enough whatever its texts are, so they are only looked at where it matters.
  const first = dry(false);
  const { writer, failure } = first.failure?.code === "limit.output" ? dry(true) : first;
  if (failure !== null) return failure;
  const tensors = options.arrays === "all-behind" ? byItem(tape, writer.tensors) : writer.tensors;
  return {
    tape,
    root,
    options,
    limits,
    marks: writer.marks,
    tensors: tensors.map((t) => t.fact),
    arrays: tensors.map((t) => t.array),
  };
}

/** Longest items first. */
function byItem(tape: Tape, tensors: Writer["tensors"]): Writer["tensors"] {
  const itemsize = (array: Handle): number => tape.dtypeValue(tape.field(array, ARRAY.DTYPE))?.itemsize ?? 0;
  return tensors.toSorted((a, b) => itemsize(b.array) - itemsize(a.array));
}

export function writeRoot(plan: Plan, source: Source, emit: Emit): Failure | null {
  return new Writer({ ...plan, source }, emit, plan.marks, plan.arrays).write(plan.root);
}

/** What an array holds; null where it holds no bytes. */
function payloadOf(tape: Tape, array: Handle): Payload | null {
  const dtype = tape.dtypeValue(tape.field(array, ARRAY.DTYPE));
  const shape = shapeOf(tape, tape.field(array, ARRAY.SHAPE));
  const range = tape.byteRange(tape.field(array, ARRAY.DATA));
  const fortran = (tape.field(array, ARRAY.FLAGS) & ARRAY_FLAG.FORTRAN) !== 0;
  const strides = tape.strides.get(array);
  if (dtype === null || shape === null || range === null) return null;
  return { range, dtype, shape, fortran, ...(strides === undefined ? {} : { strides }) };
}

/** A plan whose long tensors are told by their places in the artifact, where they stand there as they are. */
export function inPlace(plan: Plan, source: Source): Plan {
  const tensors = plan.tensors.map((fact, i) => {
    const array = plan.arrays[i];
    const payload = array === undefined ? null : payloadOf(plan.tape, array);
    const place = payload === null ? null : placeOf(source, payload);
    return place === null ? fact : { ...fact, place };
  });
  return { ...plan, tensors };
}

/** The tensors' bytes, one after the other, but for those that are told by their places. */
export function writeTensors(plan: Plan, source: Source, emit: Emit): Failure | null {
  for (const [i, array] of plan.arrays.entries()) {
    const payload = plan.tensors[i]?.place === undefined ? payloadOf(plan.tape, array) : null;
    if (payload === null) continue;
    if (!eachBlock(plan.tape, source, payload, (block) => emit(block, block.length)))
      return { code: "stream.truncated", args: { missing: 1 } };
  }
  return null;
}
