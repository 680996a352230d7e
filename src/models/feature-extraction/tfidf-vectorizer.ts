/** sklearn.feature_extraction.text.TfidfVectorizer (0.17 to 1.9): counts of terms, through the TfidfTransformer that it holds. */
import { defineModel, methods, TEXTS } from "../define.js";
import { dtypeParameter } from "../parts/columns/dtype-parameter.js";
import { analysisOf, textsOf } from "../parts/text/analyzer.js";
import { termsOf } from "../parts/text/terms.js";
import { termCounter, vocabularyOf } from "../parts/text/vocabulary.js";
import { Samples } from "../samples.js";

export const TfidfVectorizer = defineModel({
  class: "sklearn.feature_extraction.text.TfidfVectorizer",
  build: (state, make) => {
    const vocabulary = vocabularyOf(state);
    const given = dtypeParameter(state, "dtype", "float64");
    // Counts of whole numbers become doubles before they are weighted.
    const dtype = given === "float32" ? given : "float64";
    const count = termCounter(analysisOf(state), vocabulary, state.flag("binary", false), dtype);
    const tfidf = make(state.fitted("_tfidf"));
    const weigh = tfidf.methods.get("transform");
    if (weigh === undefined || (tfidf.nFeatures !== null && tfidf.nFeatures !== vocabulary.terms.length))
      throw state.inconsistent("its _tfidf does not fit its vocabulary");
    const inner = state.object("_tfidf");
    // Norms by the largest value sort the rows again.
    const multiplied = state.before(1, 5) && inner?.flag("use_idf", true) === true && inner.text("norm") !== "max";
    return {
      ...TEXTS,
      methods: methods({
        transform: (x, options) => weigh(new Samples(count(textsOf(state, x))), options),
        ...termsOf(state, vocabulary, multiplied),
      }),
    };
  },
});
