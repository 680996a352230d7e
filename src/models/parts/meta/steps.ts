/** Lists of named estimators, `[(name, estimator), …]` or `[(name, transformer, columns), …]`, as pipelines and unions hold them. */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { itemsOf } from "../../../neutral/attributes.js";
import type { FittedModel, MakeModel } from "../../define.js";
import type { State } from "../../state.js";

/** One step: its name, what does it (null: nothing is done), and what else stands in its tuple. */
export interface Step {
  readonly name: string;
  /** The estimator, or the text that stands for one (`drop`, `passthrough`). */
  readonly value: unknown;
  readonly rest: readonly unknown[];
}

/** Reads a list of steps. @throws CornichonError `model.inconsistent` */
export function stepsOf(state: State, key: string, most: number): readonly Step[] {
  return state.items(key).map((item) => {
    const parts = itemsOf(item, state.references);
    if (parts === null || parts.length < 2 || parts.length > most || typeof parts[0] !== "string")
      throw state.inconsistent(`${key} holds what is no pair of name and estimator`);
    return { name: parts[0], value: parts[1], rest: parts.slice(2) };
  });
}

/** True for a step that hands its input on. */
const passes = (value: unknown): boolean => value === null || value === "passthrough";

/** The step's model; null where it hands its input on. @throws CornichonError what the step's own says, with the step's name */
export function stepModel({ name, value }: Step, make: MakeModel): FittedModel | null {
  if (passes(value)) return null;
  try {
    return make(value);
  } catch (error) {
    if (!(error instanceof CornichonError) || error.code !== "model.unsupported-class") throw error;
    throw new CornichonError(error.code, sentence`${showText(`'${name}'`)}: ${error.message}`, { args: error.args });
  }
}
