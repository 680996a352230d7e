/** What of a document is written: all of it, or the estimator at a path, as today's sklearn would have stored it. */
import { type Change, migrateRoot } from "../../migrate/index.js";
import { estimatorIn } from "../../model/all.js";
import { type NeutralDocument, References, referencesOf } from "../../neutral/document.js";
import { holdModels } from "./held.js";

/** The value that is written, what its references mean, and what is not as it was stored. */
export interface Migrated {
  readonly root: unknown;
  readonly references: References;
  readonly changes: readonly Change[];
}

function chosen(document: NeutralDocument, select: string | undefined): { readonly value: unknown; readonly references: References } {
  return select === undefined ? { value: document.root, references: referencesOf(document) } : estimatorIn(document, select);
}

/** @throws CornichonError `model.missing`, `model.ambiguous`, `target.unsupported`, `document.malformed` */
export function rootOf(document: NeutralDocument, select: string | undefined): Migrated {
  const { value, references } = chosen(document, select);
  const { root, changes } = migrateRoot(value, references);
  const migrated = new References(root);
  holdModels(root, migrated);
  return { root, references: migrated, changes };
}
