/**
 * What an argument checker gets and gives. A checker never calls anything: it makes data on the tape (a handle), or
 * says by a code why the arguments are not what the genuine writer writes.
 */
import type { Reason } from "../../finding/because.js";
import type { Problem } from "../../numpy/problem.js";
import type { Handle } from "../../tape/handle.js";
import type { Tape } from "../../tape/tape.js";
import type { Machine } from "../machine.js";
import type { Stream } from "../stream.js";

export interface CheckerInput {
  readonly stream: Stream;
  readonly machine: Machine;
  readonly tape: Tape;
  /** The callee's token. */
  readonly callee: Handle;
  /** A TUPLE, or a placeholder when a refused call made the arguments. */
  readonly args: Handle;
}

export interface Refusal {
  readonly why: Reason;
  /** The finding, where numpy's parts say more than this. */
  readonly problem?: Problem;
  /** The genuine callee would run code with these arguments. */
  readonly dangerous?: true;
  /** Every loader fails on them. */
  readonly malformed?: true;
}

export type Checker = (input: CheckerInput) => Handle | Refusal;

export const problematic = (problem: Problem): Refusal => ({ why: "call.not-read", problem });
export const no = (why: Reason): Refusal => ({ why });
export const malformed = (why: Reason): Refusal => ({ why, malformed: true });
