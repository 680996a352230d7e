/** Answers by sklearn's names of the methods. */
export interface Answers {
  readonly predict: readonly unknown[];
  readonly predict_proba?: readonly unknown[];
  readonly decision_function?: readonly unknown[];
}

/** Answers from the JSON of a linear model; `columns` are the names of X's columns, where it has some. */
export function answersOf(coefficients: unknown, rows: readonly (readonly unknown[])[], columns?: readonly string[] | null): Answers;
