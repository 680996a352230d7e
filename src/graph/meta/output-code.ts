/** sklearn.multiclass.OutputCodeClassifier: the class whose code is nearest to what the binary estimators say; of equally near ones the first. */
import { defineLowering, makes } from "../define.js";
import type { Value } from "../ir.js";
import { decoded, labelTable } from "../parts/labels.js";
import { transposed } from "../parts/linear.js";
import { binaryScores, membersOf, sideBySide } from "../parts/members.js";

export const OUTPUT_CODE = defineLowering({
  class: "sklearn.multiclass.OutputCodeClassifier",
  lower: (context) => {
    const { state, ops } = context;
    const all = membersOf(context);
    const labels = labelTable(context);
    const { rows, cols, data } = state.matrix("code_book_", labels.count, all.length);
    const squares = Float64Array.from({ length: rows }, (_, i) =>
      data.subarray(i * cols, (i + 1) * cols).reduce((sum, value) => sum + value * value, 0),
    );
    const predict = (): Value => {
      const scores = sideBySide(
        context,
        all.map((one) => binaryScores(context, one)),
      );
      // |x − c|² without |x|², which is the same for all codes.
      const products = ops.matmul(scores, ops.doubles([cols, rows], transposed(data, rows, cols)));
      return decoded(ops, labels, ops.argmin(ops.sub(ops.row(squares), ops.mul(ops.double(2), products))));
    };
    return { kind: "classifier", methods: makes({ predict }) };
  },
});
