/** Bounds of what xgboost's native code allocates by a number in the model: beyond them a small file asks for gigabytes. */

/** Features of a model: its predictor keeps a row of so many floats a thread and block. */
export const MAX_FEATURES = 2 ** 24;
/** Classes or targets: so many floats a row of an answer. */
export const MAX_GROUPS = 2 ** 16;
/** xgboost's own bound of a category (`OutOfRangeCat`). */
export const MAX_CATEGORY = 2 ** 24;
/** Bytes of the sets of categories in all trees: each is as long as its largest category. */
export const MAX_CATEGORY_BYTES = 2 ** 28;
/** Threads that a model may ask for: there are that many stacks. */
export const MAX_THREADS = 512;
export const MAX_INT32 = 2 ** 31 - 1;
