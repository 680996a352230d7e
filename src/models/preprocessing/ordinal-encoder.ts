/**
 * sklearn.preprocessing.OrdinalEncoder (_encoders 0.20 to 1.9): each value's position among its feature's categories;
 * missing and unknown values have codes of their own from 0.24 on, infrequent ones share the last from 1.3 on.
 */

import { CornichonError, sentence } from "../../errors.js";
import type { NDArray } from "../../numeric/ndarray.js";
import { typed } from "../../numeric/typed.js";
import { defineModel, methods } from "../define.js";
import { unnamed } from "../input/x.js";
import { commonDtype, commonNumberDtype, encodeCategories, refuseUnsorted, valuesArray } from "../parts/columns/categories.js";
import { namesOut } from "../parts/columns/columns.js";
import { dtypeParameter } from "../parts/columns/dtype-parameter.js";
import { INFREQUENT } from "../parts/columns/infrequent.js";
import { type Codes, codeOf, codesOf, type OrdinalFeature, ordinalFeatures } from "../parts/columns/ordinal.js";
import { expectationOf } from "../parts/expectation.js";
import type { Samples } from "../samples.js";
import type { State } from "../state.js";

function encode(features: readonly OrdinalFeature[], places: Int32Array, codes: Codes): Float64Array {
  const out = new Float64Array(places.length);
  for (let at = 0; at < places.length; at++) {
    const feature = features[at % features.length];
    if (feature !== undefined) out[at] = codeOf(feature, places[at], codes);
  }
  return out;
}

const same = (a: number, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

/**
 * The value of a code, step by step as sklearn takes it: negative codes count from the end, and the code of the group is
 * looked for where the missing value counts as a category. @throws CornichonError `input.malformed` for a code of nothing
 */
function decoded({ categories, grouping, missing, frequent }: OrdinalFeature, code: number, codes: Codes): unknown {
  const label = missing >= 0 && same(code, codes.missing) ? missing : code;
  if (grouping !== null && label === categories.values.length - grouping.grouped.size) return INFREQUENT;
  if (codes.unknown !== null && (codes.findsNaN ? same(label, codes.unknown) : label === codes.unknown)) return null;
  const place = Math.trunc(label);
  if (!(place >= -frequent.length && place < frequent.length))
    throw new CornichonError("input.malformed", sentence`No category has the code ${code}.`);
  return frequent[place < 0 ? place + frequent.length : place];
}

function inverse(features: readonly OrdinalFeature[], codes: Codes, x: Samples, state: State): NDArray {
  const m = x.matrix(unnamed(state.name, features.length));
  const values = Array.from(m.data, (code, at) => {
    const feature = features[at % m.cols];
    return feature === undefined ? null : decoded(feature, code, codes);
  });
  const plain = codes.unknown === null && features.every(({ grouping }) => grouping === null);
  return valuesArray(
    plain ? (state.before(1, 2) ? commonNumberDtype : commonDtype)(features.map(({ categories }) => categories.dtype)) : "object",
    [m.rows, m.cols],
    values,
  );
}

export const OrdinalEncoder = defineModel({
  class: "sklearn.preprocessing.OrdinalEncoder",
  build: (state) => {
    const features = ordinalFeatures(state);
    const expected = expectationOf(state, features.length);
    const dtype = dtypeParameter(state, "dtype", "float64");
    const codes = codesOf(state);
    const all = features.map(({ categories }) => categories);
    return {
      ...expected,
      methods: methods({
        transform: (x) => {
          refuseUnsorted(state, x, all);
          const codesOut = encode(features, encodeCategories(x, expected, all, codes.unknown === null), codes);
          return typed(dtype, [codesOut.length / Math.max(features.length, 1), features.length], codesOut);
        },
        inverse_transform: (x) => inverse(features, codes, x, state),
        get_feature_names_out: (_x, options) => namesOut(expected.featureNames, features.length, options),
      }),
    };
  },
});
