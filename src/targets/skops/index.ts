/**
 * `--to skops`: a document as skops 0.16 would have written it with today's sklearn: no pickle in it, nothing that runs. The report
 * says which types must be in `trusted=`. Slow: the document is in memory, and so is the file.
 */
import { type Change, TARGET_VERSION } from "../../migrate/index.js";
import type { NeutralDocument } from "../../neutral/document.js";
import { rootOf } from "../parts/python/root.js";
import { skopsOf } from "./writer.js";

/** What a skops file has, for `--report`. */
export interface SkopsReport {
  readonly target: "skops";
  readonly sklearn_version: string;
  /** What is not as it was stored. */
  readonly changes: readonly Change[];
  /** What `skops.io.get_untrusted_types` says of the file, and `skops.io.load` needs in `trusted=`. */
  readonly trusted: readonly string[];
}

/**
 * Writes a document, or the estimator at `select` alone.
 * @throws CornichonError `target.unsupported`, `document.malformed`, `model.missing`, `model.ambiguous`
 */
export function toSkops(
  document: NeutralDocument,
  select: string | undefined,
  _options: object,
): { readonly bytes: Uint8Array; readonly report: SkopsReport } {
  const { root, references, changes } = rootOf(document, select);
  const { bytes, trusted } = skopsOf(root, references);
  return { bytes, report: { target: "skops", sklearn_version: TARGET_VERSION, changes, trusted } };
}
