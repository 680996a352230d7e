/**
 * `--to pickle`: a document as a pickle of protocol 5, as today's sklearn would have written it. Only names that the policy
 * lists stand in it. Slow: the document is in memory, and so is the file.
 */
import { type Change, TARGET_VERSION } from "../../migrate/index.js";
import type { NeutralDocument } from "../../neutral/document.js";
import { rootOf } from "../parts/python/root.js";
import { pickled } from "./writer.js";

/** What a pickle has, for `--report`. */
export interface PickleReport {
  readonly target: "pickle";
  readonly sklearn_version: string;
  /** What is not as it was stored. */
  readonly changes: readonly Change[];
}

/**
 * Pickles a document, or the estimator at `select` alone.
 * @throws CornichonError `target.unsupported`, `document.malformed`, `model.missing`, `model.ambiguous`
 */
export function toPickle(
  document: NeutralDocument,
  select: string | undefined,
  _options: object,
): { readonly bytes: Uint8Array; readonly report: PickleReport } {
  const { root, references, changes } = rootOf(document, select);
  return { bytes: pickled(root, references), report: { target: "pickle", sklearn_version: TARGET_VERSION, changes } };
}
