/** sklearn.ensemble.VotingRegressor: the (weighted) mean of its estimators (sklearn.ensemble._voting 0.21 to 1.9). */
import { texts } from "../../numeric/ndarray.js";
import { hstack } from "../../numeric/stack.js";
import { defineModel, headOf, methods } from "../define.js";
import { answer } from "../parts/meta/delegation.js";
import { average, readVoters } from "../parts/meta/voters.js";
import type { Samples } from "../samples.js";

export const VotingRegressor = defineModel({
  class: "sklearn.ensemble.VotingRegressor",
  build: (state, make) => {
    const { models, names, weights } = readVoters(state, make);
    const answers = (x: Samples) => models.map((model) => answer(state, model, "predict", x));
    return {
      ...headOf(models[0]),
      methods: methods({
        predict: (x) => average(answers(x), weights),
        transform: (x) => hstack(answers(x), x.rows),
        get_feature_names_out: () => texts(names.map((name) => `votingregressor_${name}`)),
      }),
    };
  },
});
