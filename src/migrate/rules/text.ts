/** Texts: a TfidfVectorizer has its weighting's parameters itself (sklearn.feature_extraction.text 1.1). */
import { at, defineMigration, type MigrationRule } from "../define.js";

export const TEXT: readonly MigrationRule[] = [
  defineMigration({
    classes: at("feature_extraction.text", "TfidfVectorizer"),
    doc: "parameters of the weighting are the vectorizer's, too",
    migrate: (stored) => {
      const weighting = stored.part("_tfidf");
      for (const name of ["norm", "use_idf", "smooth_idf", "sublinear_tf"])
        if (weighting?.attributes.has(name)) stored.add(name, weighting.attributes.get(name));
    },
  }),
];
