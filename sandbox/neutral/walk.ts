/**
 * One walk over the tape's values with an explicit stack: what is open, where the bytes go, and why it ended early. The
 * parts of the writer (texts, collections, arrays, objects) share it and never call one another: what a value holds is
 * pushed as a frame, and written when its turn comes. So nothing recurses.
 */
import { OPEN_LIST } from "../bytes/ascii.js";
import type { Source } from "../container/source.js";
import type { FindingCode } from "../finding/codes.js";
import type { Tape } from "../tape/tape.js";
import type { JobOptions, Limits } from "../wire/job.js";
import { type Emit, OutputBuffer } from "./buffer.js";

export interface Failure {
  readonly code: FindingCode;
  readonly args: Readonly<Record<string, string | number>>;
}

/** What a dry run holds the output against, and whether it looks at texts or takes each for the longest that it can be. */
export interface DryRun {
  readonly most: number;
  readonly exact: boolean;
}

/** Parts of an object, what was decoded of its native state, and the value of a scalar that is no bytes. */
export type Part = "args" | "state" | "items" | "pairs" | "decoded" | "value";

/** A value that is being written: what it iterates over, and how it closes. */
export interface Frame {
  /** What holds the handles: the tape's words as they stand, or a copy. For `object` and `pairs` key, value, key, value … */
  items: Int32Array;
  /** Where in `items` the first one is, the next one, and where they end. */
  start: number;
  at: number;
  end: number;
  form: "list" | "object" | "pairs" | "parts";
  close: string;
  /** `parts`: what each item is, which says how it is labelled and written. */
  parts: readonly Part[];
  /** `parts`: how many pairs of the state count. */
  most: number;
}

/** What is written, and how. */
export interface WalkInput {
  readonly tape: Tape;
  readonly source: Source;
  readonly options: JobOptions;
  readonly limits: Limits;
}

const NO_PARTS: readonly Part[] = [];
const NO_ITEMS = new Int32Array(0);
const newFrame = (): Frame => ({ items: NO_ITEMS, start: 0, at: 0, end: 0, form: "list", close: "", parts: NO_PARTS, most: 0 });

export class Walk {
  readonly tape: Tape;
  readonly source: Source;
  readonly options: JobOptions;
  readonly limits: Limits;
  readonly out: OutputBuffer;
  /** Nothing is written but counted. */
  readonly dry: boolean;
  /** A dry run that looks at each text. */
  readonly exact: boolean;
  /** What is open, the innermost at `depth` - 1. Frames are used again: a million dicts need no more than their depth. */
  readonly #frames: Frame[] = [];
  depth = 0;
  failure: Failure | null = null;

  constructor({ tape, source, options, limits }: WalkInput, emit: Emit, dry: DryRun | null) {
    this.tape = tape;
    this.source = source;
    this.options = options;
    this.limits = limits;
    this.out = new OutputBuffer(emit);
    this.dry = dry !== null;
    this.exact = dry?.exact === true;
  }

  fail(code: FindingCode, args: Readonly<Record<string, string | number>>): void {
    this.failure ??= { code, args };
  }

  /** The innermost open value, null when none is. */
  get top(): Frame | null {
    return this.#frames[this.depth - 1] ?? null;
  }

  /** Opens a value over its items. */
  push(items: Int32Array, form: Frame["form"], close: string, parts?: readonly Part[], most?: number): void {
    this.pushRange(items, 0, items.length, form, close, parts, most);
  }

  /** Opens a value over the handles that stand in `items` from `start` to `end`. */
  pushRange(items: Int32Array, start: number, end: number, form: Frame["form"], close: string, parts = NO_PARTS, most = 0): void {
    const { depth } = this;
    if (depth >= this.limits.maxDepth) return this.fail("limit.depth", { limit: this.limits.maxDepth, option: "--max-depth" });
    const frame = this.#frames[depth] ?? newFrame();
    if (depth === this.#frames.length) this.#frames.push(frame);
    frame.items = items;
    frame.start = start;
    frame.at = start;
    frame.end = end;
    frame.form = form;
    frame.close = close;
    frame.parts = parts;
    frame.most = most;
    this.depth = depth + 1;
  }

  /** A plain JSON array. */
  pushList(items: Int32Array): void {
    this.out.byte(OPEN_LIST);
    this.push(items, "list", "]");
  }
}

/** The member of a value that others refer to; 0: nobody does. */
export const idText = (id: number): string => (id === 0 ? "" : `,"$id":${id}`);

/** JSON text of a name: ASCII, everything else escaped. */
export function asciiJson(text: string): string {
  return JSON.stringify(text).replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
