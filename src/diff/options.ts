/** What is compared, and how: two sides that were read, and rows that the user may have given. */
import type { Model, Result, X } from "../model/all.js";
import type { NeutralDocument } from "../neutral/document.js";
import type { OnnxFile } from "../targets/onnx/read.js";
import type { DiffTolerance } from "./difference.js";
import type { Taken } from "./feeds.js";

/** A side as it was read. */
export type DiffInput = { readonly document: NeutralDocument } | { readonly onnx: OnnxFile };

/** Rows that the user gave. */
export interface GivenRows {
  /** How a model is asked about them. */
  ask(model: Model, root: unknown): Promise<(method: string) => Result>;
  /** The rows as X, in blocks of about so many. */
  blocks(wanted: Taken, size: number): Promise<Iterable<X>>;
}

export interface CompareOptions {
  readonly select?: string | undefined;
  readonly tolerance: DiffTolerance;
  /** The tolerance is nobody's wish: answers in float32 have another one. */
  readonly isDefault?: boolean;
  /** The user's rows; absent: rows are made. */
  readonly given?: GivenRows | undefined;
  /** Only what they answer. */
  readonly answersOnly?: boolean;
}
