/** The terms of PolynomialFeatures, by degree and then in lexicographic order: each is an earlier one times a feature. */
import type { State } from "../../state.js";

/** More terms than this are refused: nothing in the state is as large as what they would take. */
export const MOST_TERMS = 2 ** 22;

/** Terms from degree 0 on: `parent · feature`, and where the children of each begin. Term 0 is the constant 1. */
export interface Terms {
  readonly parents: Int32Array;
  readonly features: Int32Array;
  readonly children: Int32Array;
  /** First term of each degree, and the end. */
  readonly degrees: readonly number[];
}

/** Number of terms up to a degree, capped. */
function countTerms(features: number, degree: number, interaction: boolean): number {
  let count = 1;
  let ofDegree = 1;
  for (let d = 1; d <= degree && ofDegree > 0 && count <= MOST_TERMS; d++) {
    ofDegree = interaction ? (ofDegree * (features - d + 1)) / d : (ofDegree * (features + d - 1)) / d;
    count += ofDegree;
  }
  return count;
}

function makeTerms(features: number, degree: number, interaction: boolean): Terms {
  const count = countTerms(features, degree, interaction);
  const parents = new Int32Array(count);
  const made = new Int32Array(count).fill(-1);
  const children = new Int32Array(count);
  const degrees = [0, 1];
  let next = 1;
  for (let d = 1; d <= degree && next < count; d++) {
    const [from = 0, to = 0] = degrees.slice(-2);
    for (let parent = from; parent < to; parent++) {
      children[parent] = next;
      for (let j = firstChild(made[parent], interaction); j < features; j++) {
        parents[next] = parent;
        made[next++] = j;
      }
    }
    degrees.push(next);
  }
  return { parents, features: made, children, degrees };
}

/** The first feature that a term whose last one is `last` is multiplied with. */
export const firstChild = (last: number, interaction: boolean): number => (last < 0 ? 0 : interaction ? last + 1 : last);

/** `degree` is a number or (min, max) (from 1.0 on). */
function degreesOf(state: State): readonly [number, number] {
  if (state.number("degree") !== null) return [0, state.whole("degree", 0, MOST_TERMS)];
  const [least, most] = state.items("degree").map(Number);
  if (!Number.isInteger(least) || !Number.isInteger(most) || (most ?? 0) > MOST_TERMS || (least ?? 0) < 0)
    throw state.inconsistent("its degree is neither a whole number nor two");
  return [least ?? 0, most ?? 0];
}

/** Places of the terms that come out. */
export interface Kept {
  readonly terms: Terms;
  readonly columns: Int32Array;
  readonly outputs: number;
  readonly degree: number;
  readonly interaction: boolean;
}

export function keptTerms(state: State, features: number): Kept {
  const [least, most] = degreesOf(state);
  const interaction = state.flag("interaction_only", false);
  const outputs = state.whole("n_output_features_", 0, MOST_TERMS);
  if (countTerms(features, most, interaction) > MOST_TERMS) throw state.inconsistent("it has too many terms");
  const terms = makeTerms(features, most, interaction);
  const bias = state.flag("include_bias", true);
  const first = terms.degrees[Math.min(Math.max(least, 1), terms.degrees.length - 1)];
  let made = 0;
  const columns = terms.parents.map((_, t) => ((t === 0 && bias) || (t > 0 && t >= first) ? made++ : -1));
  if (made !== outputs) throw state.inconsistent(`${made} terms where n_output_features_ is ${outputs}`);
  return { terms, columns, outputs, degree: most, interaction };
}
