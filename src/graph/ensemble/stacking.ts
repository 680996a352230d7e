/**
 * sklearn.ensemble.Stacking*: what the estimators answer, side by side, is X of the final one (sklearn.ensemble._stacking,
 * 0.22 to 1.9). Of two classes' probabilities the first is left out; `passthrough` adds X itself. Refused: several labels a row.
 */
import { sentence } from "../../errors.js";
import { rollOf } from "../../models/parts/meta/voters.js";
import { typeOf } from "../../neutral/document.js";
import { type Context, defineLowering, type Lowered, type Make, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { decoded, labelTable } from "../parts/labels.js";
import { answer, asColumns, type Member, memberOf, membersOf } from "../parts/members.js";

/** X of the final estimator; `classes`: how many there are, 0 for a regressor. */
function metaOf(context: Context, classes: number): Value {
  const { state, ops, rows } = context;
  const members = membersOf(context);
  rollOf(state, members.length);
  const asked = state.items("stack_method_").filter((name) => typeof name === "string");
  if (asked.length !== members.length) throw state.inconsistent(`${asked.length} methods for ${members.length} estimators`);
  const parts = members.map((member, k) => {
    const name = asked[k] ?? "predict";
    const columns = asColumns(ops, member, answer(member, name));
    return name === "predict_proba" && classes === 2 ? withoutFirst(context, columns) : columns;
  });
  return ops.concat(state.flag("passthrough", false) ? [...parts, rows.x] : parts);
}

const withoutFirst = ({ ops }: Context, value: Value): Value =>
  ops.columns(
    value,
    Array.from({ length: Number(value.shape[1]) - 1 }, (_, k) => k + 1),
  );

interface Stack {
  readonly meta: Make;
  readonly final: Member;
}

function stackOf(context: Context, classes: number): Stack {
  const meta = once(() => metaOf(context, classes));
  const x = meta();
  return { meta, final: memberOf(context, context.state.fitted("final_estimator_"), "final_estimator_", { x }) };
}

function regressor(context: Context): Lowered {
  const { meta, final } = stackOf(context, 0);
  return { kind: "regressor", methods: makes({ predict: () => answer(final, "predict"), transform: meta }) };
}

function classifier(context: Context): Lowered {
  const { state, ops, at } = context;
  const key = state.has("_label_encoder") ? "_label_encoder" : "_le";
  if (typeOf(state.fitted(key)) !== "object") throw unsupported(at, state.className, sentence`several labels a row`);
  const labels = labelTable(context, state.inner(state.get(key)));
  const { meta, final } = stackOf(context, labels.count);
  const handed = (name: string): Make | undefined => (final.lowered.methods.has(name) ? () => answer(final, name) : undefined);
  const predict = (): Value => {
    const place = answer(final, "predict");
    if (place.dtype !== "int64" || place.shape.length !== 1)
      throw unsupported(at, state.className, sentence`its final estimator predicts what is no place of a class`);
    return decoded(ops, labels, place);
  };
  return {
    kind: "classifier",
    methods: makes({
      predict,
      predict_proba: handed("predict_proba"),
      decision_function: handed("decision_function"),
      transform: meta,
    }),
  };
}

export const STACKING = [
  defineLowering({ class: "sklearn.ensemble.StackingClassifier", lower: classifier }),
  defineLowering({ class: "sklearn.ensemble.StackingRegressor", lower: regressor }),
];
