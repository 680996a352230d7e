/** Lists of named estimators, `[(name, estimator), …]` or `[(name, transformer, columns), …]`, as pipelines and unions hold them. */
import { itemsOf } from "../../../neutral/attributes.js";
import type { FittedModel, MakeModel } from "../../define.js";
import type { State } from "../../state.js";
import { namedPart } from "./refusing.js";

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

/** The step's model; null where it hands its input on. One that has none here is refused with the step's name, where it is asked. */
export const stepModel = ({ name, value }: Step, make: MakeModel): FittedModel | null =>
  passes(value) ? null : namedPart(name, make(value));
