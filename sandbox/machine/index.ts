/** The machine's door: reads the pickles of a source from an offset, and audits what they made. */
import type { Source } from "../container/source.js";
import type { Findings } from "../finding/findings.js";
import { Tape } from "../tape/tape.js";
import type { Limits } from "../wire/job.js";
import { audit } from "./audit.js";
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
  audit(machine);
  tellShared(machine, result.root, from);
  machine.consumed.clear();
  machine.instances.length = 0;
  machine.holders.length = 0;
  machine.holderOffsets.length = 0;
  machine.heldReferences.length = 0;
  return result;
}
