/**
 * Encoders of category_encoders 1.2.4 to 2.11: frames in, frames out, columns by name. What is fitted stands in Series and DataFrames
 * inside the model. Transforming is without a target, as a pipeline does it when it is asked. Refused by name: composite columns,
 * functions as options, HashingEncoder, and those of before 1.3 that made their columns of the rows asked.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { entriesOf, itemsOf } from "../../neutral/attributes.js";
import type { ModelDefinition } from "../define.js";
import { counts, groups, leaveOneOut, ordered } from "../parts/encoders/by-category.js";
import { byNumbers, oneHot, ordinal, positional, ranks, summaries } from "../parts/encoders/by-code.js";
import { type Encoder, type Encodings, encoderModel } from "../parts/encoders/encoding.js";
import { isOld, OLD } from "../parts/encoders/old.js";
import type { State } from "../state.js";

/** Columns that are joined before they are encoded (2.11). @throws CornichonError `model.unsupported-class` */
function refuseComposites(state: State): void {
  const members = state.get("composite_members_");
  if ((entriesOf(members ?? null, state.references) ?? itemsOf(members ?? null, state.references) ?? []).length > 0)
    throw new CornichonError(
      "model.unsupported-class",
      sentence`${showText(state.name)} joins columns (composite_cols), which is not done here.`,
    );
}

function encoderOf(state: State, read: (state: State) => Encodings): Encoder {
  const old = isOld(state) ? OLD.get(state.className) : undefined;
  if (old !== undefined) return old(state);
  if (isOld(state))
    throw new CornichonError(
      "model.unsupported-class",
      sentence`${showText(state.name)} of before category_encoders 2.0 makes its columns of the rows that are asked: fit it anew with a later version.`,
    );
  refuseComposites(state);
  return { encodings: read(state), before: new Map([...groups(state, "min_group_lumping_"), ...groups(state, "_min_group_categories")]) };
}

const encoder = (name: string, read: (state: State) => Encodings): ModelDefinition => ({
  class: `category_encoders.${name}`,
  // Until 2.4 a BinaryEncoder hands everything to the one that it holds.
  build: (own) => {
    const state = own.object("base_n_encoder") ?? own;
    return encoderModel(state, encoderOf(state, read));
  },
});

export const CATEGORY_ENCODERS: readonly ModelDefinition[] = [
  encoder("OrdinalEncoder", ordinal),
  encoder("OneHotEncoder", oneHot),
  ...["BinaryEncoder", "BaseNEncoder", "GrayEncoder"].map((name) => encoder(name, positional)),
  ...["HelmertEncoder", "SumEncoder", "BackwardDifferenceEncoder", "PolynomialEncoder"].map((name) => encoder(name, positional)),
  ...["TargetEncoder", "MEstimateEncoder", "JamesSteinEncoder", "WOEEncoder", "QuantileEncoder", "glmm.GLMMEncoder"].map((name) =>
    encoder(name, byNumbers),
  ),
  encoder("LeaveOneOutEncoder", leaveOneOut),
  encoder("CatBoostEncoder", ordered),
  encoder("CountEncoder", counts),
  encoder("RankHotEncoder", ranks),
  encoder("SummaryEncoder", summaries),
];
