/** Languages that code is written in. */
export const CODE_LANGUAGES = ["js", "ts", "c", "python"] as const;

/**
 * Languages of `--to code`.
 * @see TARGETS
 */
export type CodeLanguage = (typeof CODE_LANGUAGES)[number];
