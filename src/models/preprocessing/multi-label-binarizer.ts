/** sklearn.preprocessing.MultiLabelBinarizer (_label 1.7): sets of labels as a column a class, and back; unknown labels are left out. */

import { CornichonError, sentence } from "../../errors.js";
import { toDense } from "../../numeric/sparse.js";
import { RowBuilder } from "../../numeric/sparse-rows.js";
import { typed } from "../../numeric/typed.js";
import { defineModel, methods, NO_COLUMNS, type Plain, type Result } from "../define.js";
import { unnamed } from "../input/x.js";
import { categoriesOf } from "../parts/columns/categories.js";

const isPlain = (value: unknown): value is Plain => value === null || typeof value !== "object";

export const MultiLabelBinarizer = defineModel({
  class: "sklearn.preprocessing.MultiLabelBinarizer",
  build: (state) => {
    const known = categoriesOf(state.array("classes_"));
    const width = known.values.length;
    const sparse = state.flag("sparse_output", false);
    return {
      ...NO_COLUMNS,
      methods: methods({
        transform: (x) => {
          const sets = x.lists(state.name, true);
          const builder = new RowBuilder(width, sets.length * 2);
          for (const set of sets) {
            const columns = new Set(set.map((label) => known.find(label)).filter((place) => place >= 0));
            for (const column of [...columns].sort((a, b) => a - b)) builder.put(column, 1);
            builder.endRow();
          }
          const rows = builder.end("int64");
          return sparse ? rows : typed("int64", rows.shape, toDense(rows).data);
        },
        inverse_transform: (x): Result => {
          const m = x.matrix(unnamed(state.name, null));
          if (m.cols !== width)
            throw new CornichonError("input.shape", sentence`Expected indicator for ${width} classes, but got ${m.cols}`);
          return Array.from({ length: m.rows }, (_, i) => known.values.filter((_v, k) => m.data[i * width + k] !== 0).filter(isPlain));
        },
      }),
    };
  },
});
