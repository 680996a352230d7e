/**
 * What sklearn2pmml puts around an estimator for the names or attributes that its export needs: it answers as the estimator
 * inside does (`__init__` and `decoration` 0.25 to 0.133).
 */
import { itemsOf } from "../../neutral/attributes.js";
import { texts } from "../../numeric/ndarray.js";
import { headOf, type Method, type ModelDefinition } from "../define.js";
import type { State } from "../state.js";

/** The first of these that the state has. */
const held = (state: State, keys: readonly string[]): unknown => state.fitted(keys.find((key) => state.has(key)) ?? keys[0] ?? "");

const around = (name: string, keys: readonly string[], names: (state: State) => Method | null): ModelDefinition => ({
  class: name,
  build: (state, make) => {
    const inner = make(held(state, keys));
    const own = names(state);
    const methods = own === null ? inner.methods : new Map([...inner.methods, ["get_feature_names_out", own]]);
    return { ...headOf(inner), methods, ...(inner.classes === undefined ? {} : { classes: inner.classes }) };
  },
});

const none = (): null => null;

const single = (state: State): Method => {
  const name = state.text("name") ?? "";
  return () => texts([name]);
};

const several = (state: State): Method => {
  const names = (itemsOf(state.get("names") ?? null, state.references) ?? []).map(String);
  return () => texts(names);
};

export const WRAPPERS: readonly ModelDefinition[] = [
  around("sklearn2pmml.EstimatorProxy", ["estimator", "estimator_"], none),
  around("sklearn2pmml.SelectorProxy", ["selector", "selector_"], none),
  around("sklearn2pmml.decoration.Alias", ["transformer_"], single),
  around("sklearn2pmml.decoration.MultiAlias", ["transformer_"], several),
];
