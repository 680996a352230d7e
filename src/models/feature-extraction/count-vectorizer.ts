/** sklearn.feature_extraction.text.CountVectorizer (0.17 to 1.9): how often each term of the vocabulary is in each text. */
import { defineModel, methods, TEXTS } from "../define.js";
import { dtypeParameter } from "../parts/columns/dtype-parameter.js";
import { analysisOf, textsOf } from "../parts/text/analyzer.js";
import { termsOf } from "../parts/text/terms.js";
import { termCounter, vocabularyOf } from "../parts/text/vocabulary.js";

export const CountVectorizer = defineModel({
  class: "sklearn.feature_extraction.text.CountVectorizer",
  build: (state) => {
    const vocabulary = vocabularyOf(state);
    const dtype = dtypeParameter(state, "dtype", "int64");
    const count = termCounter(analysisOf(state), vocabulary, state.flag("binary", false), dtype);
    return {
      ...TEXTS,
      methods: methods({
        transform: (x) => count(textsOf(state, x)),
        ...termsOf(state, vocabulary),
      }),
    };
  },
});
