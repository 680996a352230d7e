/** sklearn.preprocessing.LabelEncoder (_label 1.7): labels as their positions in classes_, and back. */
import { CornichonError, sentence, showText } from "../../errors.js";
import { int64 } from "../../numeric/ndarray.js";
import { defineModel, methods, NO_COLUMNS } from "../define.js";
import { categoriesOf } from "../parts/columns/categories.js";
import { labelsFrom } from "../parts/labels.js";

export const LabelEncoder = defineModel({
  class: "sklearn.preprocessing.LabelEncoder",
  build: (state) => {
    const classes = state.array("classes_");
    const labels = labelsFrom(classes);
    const known = categoriesOf(classes);
    return {
      ...NO_COLUMNS,
      methods: methods({
        transform: (x) => {
          const places = Array.from<unknown>(x.array().data).map((label) => {
            const place = known.find(label);
            if (place < 0)
              throw new CornichonError(
                "input.malformed",
                sentence`y contains previously unseen labels: [${showText(JSON.stringify(label))}]`,
              );
            return place;
          });
          return int64([places.length], places);
        },
        inverse_transform: (x) => {
          const places = Array.from(x.array().data, Number);
          const odd = places.find((place) => !Number.isInteger(place) || place < 0 || place >= labels.count);
          if (odd !== undefined) throw new CornichonError("input.malformed", sentence`y contains previously unseen labels: [${odd}]`);
          return labels.decode(places);
        },
      }),
    };
  },
});
