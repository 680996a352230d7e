/**
 * A part that cannot answer: it was not fitted, it has no model here, or it needs Python's code. It may stand in a model that never
 * asks it (a transformer that got no columns, a search that was not refitted). Whatever is asked of it is refused with the reason that
 * was found when it was made.
 */
import { CornichonError, sentence, showText } from "../../../errors.js";
import { type FittedModel, type Method, NO_COLUMNS } from "../../define.js";

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

export const refusing = (className: string, error: CornichonError): FittedModel => ({
  className,
  ...NO_COLUMNS,
  refusal: error,
  methods: new Refusing(error),
});

/** A part with the name that its holder gives it, which is told where it has no model. */
export function namedPart(name: string, model: FittedModel): FittedModel {
  const error = model.refusal;
  if (error === undefined || error.code !== "model.unsupported-class") return model;
  return refusing(
    model.className,
    new CornichonError(error.code, sentence`${showText(`'${name}'`)}: ${error.message}`, { args: error.args }),
  );
}
