/** sklearn.linear_model.SGDOneClassSVM: 1 for what lies on its side of the plane, −1 for outliers. */
import { defineLowering, makes, once } from "../define.js";
import { linearScores } from "../parts/linear.js";

export const ONE_CLASS_SGD = defineLowering({
  class: "sklearn.linear_model.SGDOneClassSVM",
  lower: (context) => {
    const { state, ops } = context;
    const { scores } = linearScores(context);
    const [offset = 0] = state.vector("offset_", 1);
    const margins = once(() => ops.sub(ops.flat(scores()), ops.double(offset)));
    return {
      kind: "outlier-detector",
      methods: makes({
        predict: () => ops.where(ops.greaterOrEqual(margins(), ops.double(0)), ops.long(1), ops.long(-1)),
        decision_function: margins,
        score_samples: () => ops.add(margins(), ops.double(offset)),
      }),
    };
  },
});
