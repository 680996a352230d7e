/** What of a document is written: all of it, or the estimator at a path. */
import { estimatorIn } from "../../model/all.js";
import { type NeutralDocument, type References, referencesOf } from "../../neutral/document.js";

/** The value that is written, and what its references mean. @throws CornichonError `model.missing`, `model.ambiguous` */
export function rootOf(document: NeutralDocument, select: string | undefined): { readonly root: unknown; readonly references: References } {
  if (select === undefined) return { root: document.root, references: referencesOf(document) };
  const { value, references } = estimatorIn(document, select);
  return { root: value, references };
}
