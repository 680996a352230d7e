/**
 * TfidfTransformer: `idf_` is an array (sklearn.feature_extraction.text 1.5). Before, it was the diagonal of a scipy
 * matrix, `_idf_diag`, whose `data` are its values.
 */
import { attributesOf } from "../../neutral/attributes.js";
import { arrayOf, own, typeOf } from "../../neutral/document.js";
import { arrayValue } from "../../neutral/values.js";
import { defineUpgrade } from "../define.js";

export const TERM_FREQUENCIES = defineUpgrade({
  classes: ["sklearn.feature_extraction.text.TfidfTransformer"],
  doc: "`idf_` is an array, no diagonal matrix",
  upgrade: (stored) => {
    const diagonal = stored.get("_idf_diag");
    const state = attributesOf(own(diagonal, "state") ?? null, stored.references);
    const data = stored.references.resolve(state?.get("data"));
    if (typeOf(data) !== "ndarray" || stored.has("idf_")) return undefined;
    const values = arrayOf(data);
    stored.set("idf_", arrayValue({ ...values, shape: [values.data.length] }));
    stored.drop("_idf_diag");
    return undefined;
  },
});
