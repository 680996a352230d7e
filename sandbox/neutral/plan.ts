/** Planning and writing: the dry run that learns, the run that prints, and the tensors behind it. */
import type { Source } from "../container/source.js";
import { shapeOf } from "../numpy/shape.js";
import { ARRAY, ARRAY_FLAG, type Handle } from "../tape/handle.js";
import type { Tape } from "../tape/tape.js";
import type { JobOptions, Limits, TensorFact } from "../wire/job.js";
import { eachBlock } from "./array-bytes.js";
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
  return {
    tape,
    root,
    options,
    limits,
    marks: writer.marks,
    tensors: writer.tensors.map((t) => t.fact),
    arrays: writer.tensors.map((t) => t.array),
  };
}

export function writeRoot(plan: Plan, source: Source, emit: Emit): Failure | null {
  return new Writer({ ...plan, source }, emit, plan.marks).write(plan.root);
}

/** The tensors' bytes, one after the other. */
export function writeTensors(plan: Plan, source: Source, emit: Emit): Failure | null {
  const { tape } = plan;
  for (const array of plan.arrays) {
    const dtype = tape.dtypeValue(tape.field(array, ARRAY.DTYPE));
    const shape = shapeOf(tape, tape.field(array, ARRAY.SHAPE));
    const range = tape.byteRange(tape.field(array, ARRAY.DATA));
    if (dtype === null || shape === null || range === null) continue;
    const fortran = (tape.field(array, ARRAY.FLAGS) & ARRAY_FLAG.FORTRAN) !== 0;
    if (!eachBlock(tape, source, { range, dtype, shape, fortran }, (block) => emit(block, block.length)))
      return { code: "stream.truncated", args: { missing: 1 } };
  }
  return null;
}
