/**
 * Chains (sklearn.multioutput): each estimator sees X and what those before it said, in the order of the chain; answers come
 * out in the order of the outputs. Refused: labels that are texts, and outputs with more than two classes where scores are asked.
 */
import { sentence } from "../../errors.js";
import { type Context, defineLowering, type Lowered, type Lowering, makes, once, unsupported } from "../define.js";
import type { Value } from "../ir.js";
import { type Member, memberOf, oneEach, secondShare, sideBySide } from "../parts/members.js";

type Ask = (context: Context, one: Member) => Value;

const ASKS = {
  predict: (context, one) => oneEach(context, one, "predict"),
  predict_proba: secondShare,
  predict_log_proba: (context, one) => context.ops.log(secondShare(context, one)),
  decision_function: (context, one) => oneEach(context, one, "decision_function"),
} as const satisfies Readonly<Record<string, Ask>>;

/** `chain_method_` (1.5 on): which answer the later estimators were fitted on. */
function passing({ state, at }: Context): Ask {
  const method = state.text("chain_method_") ?? "predict";
  if (!Object.hasOwn(ASKS, method)) throw unsupported(at, state.className, sentence`a chain_method_ that is not known`);
  return ASKS[method as keyof typeof ASKS]; // its own key
}

/** Positions of outputs by those of estimators, turned around. */
function placesOf({ state }: Context, count: number): number[] {
  const order = Array.from(state.numbersOf(state.fitted("order_"), "order_").data);
  const places = order.map((_, output) => order.indexOf(output));
  if (order.length !== count || places.includes(-1)) throw state.inconsistent("order_ is no order of its estimators");
  return places;
}

/** The estimators, each over X and the answers before it. */
function linked(context: Context): readonly Member[] {
  const { ops, rows, state } = context;
  const pass = passing(context);
  const all: Member[] = [];
  let x = rows.x;
  for (const [i, value] of state.items("estimators_").entries()) {
    const before = all.at(-1);
    if (before !== undefined) x = ops.concat([x, ops.column(pass(context, before))]);
    all.push(memberOf(context, value, `estimators_[${i}]`, { x }));
  }
  return all;
}

function chain(context: Context, isClassifier: boolean): Lowered {
  const all = linked(context);
  const places = placesOf(context, all.length);
  const said = (ask: Ask) => (): Value => {
    const columns = all.map((one) => ask(context, one));
    return sideBySide(
      context,
      places.flatMap((at) => columns[at] ?? []),
    );
  };
  const can = (name: string): boolean => isClassifier && all.every(({ lowered }) => lowered.methods.has(name));
  const proba = once(said(ASKS.predict_proba));
  return {
    kind: isClassifier ? "classifier" : "regressor",
    methods: makes({
      predict: said(ASKS.predict),
      predict_proba: can("predict_proba") ? proba : undefined,
      predict_log_proba: can("predict_proba") ? () => context.ops.log(proba()) : undefined,
      decision_function: can("decision_function") ? said(ASKS.decision_function) : undefined,
    }),
  };
}

export const CHAINS: readonly Lowering[] = [
  defineLowering({ class: "sklearn.multioutput.ClassifierChain", lower: (context) => chain(context, true) }),
  defineLowering({ class: "sklearn.multioutput.RegressorChain", lower: (context) => chain(context, false) }),
];
