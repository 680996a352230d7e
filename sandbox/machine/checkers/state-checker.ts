/** What a checker of a state sees, and what it answers. */
import type { PlainReason } from "../../finding/reasons.js";
import type { Problem } from "../../numpy/problem.js";
import type { Handle } from "../../tape/handle.js";
import type { Tape } from "../../tape/tape.js";
import type { Machine } from "../machine.js";

export interface StateInput {
  readonly machine: Machine;
  readonly tape: Tape;
  readonly target: Handle;
  readonly state: Handle;
}

/** Why a state is not of its class's shape, null when it is. */
export type StateChecker = (input: StateInput) => PlainReason | Problem | null;
