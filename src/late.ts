/**
 * What needs the models, for programs that scan and convert: two hundred estimators are loaded when the first model is
 * made, not when the program starts.
 */
import type { Coefficients } from "./model/coefficients.js";
import type { NeutralDocument } from "./neutral/document.js";

export type { Coefficients } from "./model/coefficients.js";

/**
 * The coefficients of a document's only model, or of the one at `select`.
 * @throws CornichonError `model.missing`, `model.ambiguous`, `model.method`
 */
export const coefficients = async (document: NeutralDocument, select?: string): Promise<Coefficients> =>
  (await import("./model/coefficients.js")).coefficients(document, select);

/** What `--view upgrade` changes: classes (`*` for all of sklearn's) and what is done to their attributes. */
export const upgradeRules = async (): Promise<readonly { readonly classes: readonly string[]; readonly doc: string }[]> =>
  (await import("./upgrade/rules/index.js")).RULES.map(({ classes, doc }) => ({ classes, doc }));
