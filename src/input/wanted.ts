/** What is known of the model that X is for. A file alone does not always tell: `2021,2022` may be names or a row. */
export interface Wanted {
  readonly nFeatures: number | null;
  readonly featureNames: readonly string[] | null;
  /** It takes a list of texts, as a vectoriser does, and no rows. */
  readonly takesTexts: boolean;
}

export const UNKNOWN: Wanted = { nFeatures: null, featureNames: null, takesTexts: false };
