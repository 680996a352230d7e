/** sklearn.feature_extraction.text.CountVectorizer (0.17 to 1.9): how often each term of the vocabulary is in each text. */
import { defineModel, methods } from "../define.js";
import { dtypeParameter } from "../parts/dtype-parameter.js";
import { analyzed, analyzerOf } from "../parts/text/analyzer.js";
import { termsOf } from "../parts/text/terms.js";
import { countTerms, vocabularyOf } from "../parts/text/vocabulary.js";

export const CountVectorizer = defineModel({
  class: "sklearn.feature_extraction.text.CountVectorizer",
  build: (state) => {
    const vocabulary = vocabularyOf(state);
    const analyzer = analyzerOf(state);
    const dtype = dtypeParameter(state, "dtype", "int64");
    const binary = state.flag("binary", false);
    return {
      nFeatures: null,
      featureNames: null,
      methods: methods({
        transform: (x) => countTerms(analyzed(state, analyzer, x), vocabulary, binary, dtype),
        ...termsOf(state, vocabulary),
      }),
    };
  },
});
