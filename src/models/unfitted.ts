/**
 * A part that was not fitted: it may stand in a model that never asks it (a transformer that got no columns, a search that
 * was not refitted). Whatever is asked of it is refused with the reason that was found when it was made.
 */
import type { CornichonError } from "../errors.js";
import { type FittedModel, type Method, NO_COLUMNS } from "./define.js";

/** Methods of every name, each of which refuses; none of them is listed. */
class Refusing extends Map<string, Method> {
  readonly #error: CornichonError;

  constructor(error: CornichonError) {
    super();
    this.#error = error;
  }

  override has(): boolean {
    return true;
  }

  override get(): Method {
    return () => {
      throw this.#error;
    };
  }
}

export const unfitted = (className: string, error: CornichonError): FittedModel => ({
  className,
  ...NO_COLUMNS,
  methods: new Refusing(error),
});
