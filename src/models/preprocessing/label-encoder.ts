/**
 * sklearn.preprocessing.LabelEncoder (_label 0.17 to 1.9): labels as their positions in classes_, and back. From 1.2 on
 * labels are first made what the classes are, so '1' is the class 1, and any text is the class True.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { float64, int64, type NDArray } from "../../numeric/ndarray.js";
import { defineModel, methods, NO_COLUMNS } from "../define.js";
import { besideFloats, categoriesOf, keyOf, shown } from "../parts/columns/categories.js";
import { labelsFrom } from "../parts/labels.js";
import { pythonText } from "../parts/text/python-text.js";

type Cast = (label: unknown) => unknown;

const odd = (text: string, what: string): CornichonError =>
  new CornichonError("input.malformed", sentence`could not convert string to ${showText(what)}: ${showText(shown(text))}`);

/** A text as a whole number, exactly. */
function wholeOf(text: string): unknown {
  if (!/^\s*[-+]?\d{1,40}\s*$/.test(text)) throw odd(text, "int");
  return keyOf(BigInt(text.trim().replace(/^\+/, "")));
}

function floatOf(text: string): number {
  const number = Number(text);
  if (text.trim() === "" || (Number.isNaN(number) && !/^\s*[-+]?nan\s*$/i.test(text))) throw odd(text, "float");
  return number;
}

/** numpy's `asarray(y, dtype)` for one label. */
function castTo(dtype: string): Cast {
  if (dtype === "bool") return (label) => (typeof label === "string" ? label !== "" : label !== null && Number(label) !== 0);
  if (/^u?int/.test(dtype))
    return (label) => (typeof label === "string" ? wholeOf(label) : typeof label === "number" ? Math.trunc(label) : label);
  if (dtype.startsWith("float")) return (label) => (typeof label === "string" ? floatOf(label) : label);
  return dtype.startsWith("U") ? (label) => (typeof label === "string" ? label : pythonText(label, "object")) : (label) => label;
}

/** numpy's array of nothing. */
const nothing = (): NDArray => float64([0], new Float64Array(0));

export const LabelEncoder = defineModel({
  class: "sklearn.preprocessing.LabelEncoder",
  build: (state) => {
    const classes = state.array("classes_");
    const labels = labelsFrom(classes);
    const known = categoriesOf(classes);
    const cast = castTo(state.since(1, 2) ? classes.dtype : "object");
    return {
      ...NO_COLUMNS,
      methods: methods({
        transform: (x) => {
          const { dtype, data } = x.array();
          const find = besideFloats(state.since(1, 2) ? "object" : dtype, known);
          const places = Array.from<unknown>(data).map((label) => {
            const place = find(cast(label));
            if (place < 0)
              throw new CornichonError("input.malformed", sentence`y contains previously unseen labels: [${showText(shown(label))}]`);
            return place;
          });
          return places.length === 0 ? nothing() : int64([places.length], places);
        },
        inverse_transform: (x) => {
          const places = Array.from(x.array().data, Number);
          const unseen = places.find((place) => !Number.isInteger(place) || place < 0 || place >= labels.count);
          if (unseen !== undefined) throw new CornichonError("input.malformed", sentence`y contains previously unseen labels: [${unseen}]`);
          return places.length === 0 ? nothing() : labels.decode(places);
        },
      }),
    };
  },
});
