/**
 * `verify`: the checks that a careful person makes after loading. Without expectations: does the model hold together
 * and answer. With them: features, shapes, coefficients and predictions, and to how many digits they agree.
 */
import { CornichonError, sentence } from "../errors.js";
import { estimatorState, modelFromDocument } from "../model/all.js";
import { chainOf } from "../model/pipeline.js";
import type { NeutralDocument } from "../neutral/document.js";
import { parsePython } from "../neutral/python-json.js";
import type { Tolerance } from "./agreement.js";
import type { Check } from "./check.js";
import { expectedChecks, internal } from "./checks.js";

export type { Check } from "./check.js";

/**
 * What a model is held against, and how closely.
 * @see verify
 */
export interface VerifyOptions {
  /**
   * What is expected: `{features, n_features_in, coefficients, intercept, predictions: {input, outputs}}`, or `{input,
   * outputs}` alone; or that as JSON text, NaN and infinities as Python's `json` writes them. `outputs` is by method,
   * `recorded.ts` says in which forms. Any other key, and nothing to compare, is an error.
   */
  readonly expect?: unknown;
  /** 1e-9 where it is not given, and 1e-5 for answers in float32. */
  readonly rtol?: number;
  /** Absolute tolerance; 1e-12 where it is not given. */
  readonly atol?: number;
  readonly select?: string;
}

/** @throws CornichonError `input.malformed` */
function parsedExpectation(expect: unknown): unknown {
  if (typeof expect !== "string") return expect;
  try {
    return parsePython(expect);
  } catch (cause) {
    const why = cause instanceof CornichonError ? cause.message : sentence`they cannot be parsed`;
    throw new CornichonError("input.malformed", sentence`The expectations are no JSON: ${why}.`, { cause });
  }
}

/** @throws CornichonError `usage` */
function toleranceOf(options: VerifyOptions): Tolerance {
  const { rtol = 0, atol = 1e-12 } = options;
  // An infinite one would let everything pass.
  if (!Number.isFinite(rtol) || !Number.isFinite(atol))
    throw new CornichonError("usage", sentence`rtol and atol are finite numbers from 0`);
  return { rtol: options.rtol ?? null, atol };
}

/** Runs the checks. @throws CornichonError `usage`, `model.*`, `input.*` */
export function verifyDocument(document: NeutralDocument, options: VerifyOptions = {}): readonly Check[] {
  const tolerance = toleranceOf(options);
  const model = modelFromDocument(document, options.select);
  const state = chainOf(estimatorState(document, options.select)).last;
  if (options.expect === undefined) return internal(model, state);
  // Whoever recorded an attribute in an old version saw it as that version had it.
  const stored = chainOf(estimatorState(document, options.select, true)).last;
  return [...internal(model, state), ...expectedChecks(model, [stored, state], parsedExpectation(options.expect), tolerance)];
}
