/** The machine's door: reads the pickles of a source from an offset, and audits what they made. */
import type { Source } from "../container/source.js";
import type { Findings } from "../finding/findings.js";
import { type Handle, NOTHING } from "../tape/handle.js";
import { Tape } from "../tape/tape.js";
import type { Limits } from "../wire/job.js";
import { audit } from "./audit.js";
import { stop } from "./control.js";
import { Machine, type Reading, type Variant } from "./machine.js";
import type { Policy } from "./policy.js";
import type { Probe } from "./probe.js";
import type { StreamResult } from "./result.js";
import { runToEnd } from "./run.js";
import { Stream } from "./stream.js";
import { tellShared } from "./taken.js";

export type { CompanionRequest, Reading, Variant } from "./machine.js";
export { Machine } from "./machine.js";
export { Probe } from "./probe.js";
export type { StreamResult } from "./result.js";
export { type StoragePlace, TorchStorages } from "./storages.js";

export interface RunInput {
  readonly source: Source;
  readonly policy: Policy;
  readonly findings: Findings;
  readonly limits: Limits;
  readonly reading: Reading;
  readonly variant?: Variant;
  readonly probe?: Probe;
}

/** A machine with an empty tape at the start of a source. */
export function machineFor(input: RunInput): Machine {
  const machine = new Machine({ ...input, tape: new Tape(input.source.length), offset: 0 });
  machine.tape.aside = input.variant !== undefined;
  machine.runNested = (depth) => runToEnd(new Stream(machine, depth));
  return machine;
}

/** Runs one pickle at the cursor and audits what it made. `depth` 1: as the streams of object arrays are read. */
export function runStream(machine: Machine, depth = 0): StreamResult {
  const from = machine.tape.top;
  const result = machine.runNested(depth);
  close(machine, result.root, from);
  return result;
}

/** Audits what was made since word `from` of the tape. */
function close(machine: Machine, root: Handle, from: number): void {
  audit(machine);
  tellShared(machine, root, from);
  machine.consumed.clear();
  machine.instances.length = 0;
  machine.holders.length = 0;
  machine.holderOffsets.length = 0;
  machine.heldReferences.length = 0;
}

/** Protocol under which names are read that no pickle holds: no renames of Python 2, and no dots. */
const BARE_NAMES = 3;

/**
 * Runs what is no pickle on a stream of its own, by the same steps and under the same audit. `program` leaves its value on the
 * stack; NOTHING where it could not go on.
 */
export function runProgram(machine: Machine, program: (stream: Stream) => boolean): Handle {
  const from = machine.tape.top;
  const stream = new Stream(machine, 0);
  stream.protocol = BARE_NAMES;
  const root = program(stream) && stop(stream) ? stream.root : NOTHING;
  close(machine, root, from);
  return root;
}
