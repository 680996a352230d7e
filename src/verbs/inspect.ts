/** `inspect`: the instructions with their offsets, and what the scan says, without converting anything. */
import type { Input } from "../artifact/input.js";
import { MemberVerdicts } from "../report/own-report.js";
import type { ArtifactReport } from "../report/scan-report.js";
import { CALLED, COUNT } from "./check-options.js";
import { jobFor, READING, type ReadingOptions } from "./options.js";
import { POOL, type Pool } from "./pool.js";
import { judge, withInput } from "./run.js";

/**
 * One instruction: `offset` in the decoded stream, pickletools' name, its argument escaped and cut. Of a skops file one node: its offset
 * in `schema.json`, its loader, its class.
 * @see inspect
 */
export interface InspectedInstruction {
  readonly offset: number;
  readonly opcode: string;
  readonly argument: string | null;
}

/**
 * What `inspect` lists.
 * @see inspect
 */
export interface InspectResult {
  /** The artifact's line, as `scan` gives it. */
  readonly artifact: ArtifactReport;
  /** Instructions in stream order, at most `maxInstructions`. */
  readonly instructions: readonly InspectedInstruction[];
  /** Instructions that were not kept. */
  readonly more: number;
}

/**
 * How `inspect` reads, and what becomes of the instructions.
 * @example
 * ```ts
 * import { inspect } from "cornichon";
 *
 * let calls = 0; // instructions are counted as they come, and none is kept
 * await inspect("model.pkl", {
 *   onInstruction: ({ opcode }) => {
 *     if (opcode === "REDUCE") calls++;
 *   },
 * });
 * console.log(calls > 0); //=> true
 * ```
 */
export interface InspectOptions extends ReadingOptions {
  /** Children that other calls use as well. */
  readonly pool?: Pool;
  /** Instructions kept in memory; 100,000 unless told otherwise. */
  readonly maxInstructions?: number;
  /** Called with every instruction instead of keeping it. */
  readonly onInstruction?: (instruction: InspectedInstruction) => void;
}

function parsed(line: string): InspectedInstruction | null {
  const value: unknown = JSON.parse(line);
  if (typeof value !== "object" || value === null || !("offset" in value) || !("opcode" in value) || !("argument" in value)) return null;
  const { offset, opcode, argument } = value;
  if (typeof offset !== "number" || typeof opcode !== "string" || (argument !== null && typeof argument !== "string")) return null;
  return { offset, opcode, argument };
}

/**
 * Lists an artifact's instructions.
 * @throws CornichonError `input.unreadable`, `host.*`
 * @example
 * ```ts
 * import { inspect } from "cornichon";
 *
 * const { instructions, more } = await inspect("evil.pkl");
 * console.log(instructions[0]); //=> { offset: 0, opcode: 'GLOBAL', argument: 'os system' }
 * console.log(instructions.length, more); //=> 6 0
 * ```
 */
export async function inspect(input: Input, options: InspectOptions = {}): Promise<InspectResult> {
  const job = await jobFor("inspect", options, { own: { maxInstructions: COUNT, onInstruction: CALLED, pool: POOL }, job: READING });
  const { maxInstructions = 100_000, onInstruction } = options;
  const instructions: InspectedInstruction[] = [];
  let more = 0;
  let rest = "";
  const decoder = new TextDecoder();
  const take = (line: string): void => {
    const one = parsed(line);
    if (one === null) return;
    if (onInstruction !== undefined) onInstruction(one);
    else if (instructions.length < maxInstructions) instructions.push(one);
    else more++;
  };
  const lines = (chunk: Uint8Array): void => {
    const all = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = all.pop() ?? "";
    for (const line of all) take(line);
  };
  const { own } = await withInput(input, job, options, (run) => judge(run, new MemberVerdicts(), () => ({ lines })));
  return { artifact: own, instructions, more };
}
