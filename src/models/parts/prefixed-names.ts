/** Names of features that a transformer makes: its own name in lower case, and a number (sklearn.base.ClassNamePrefixFeaturesOutMixin). */
import { type NDArray, texts } from "../../numeric/ndarray.js";

export const prefixedNames = (className: string, count: number): NDArray =>
  texts(Array.from({ length: count }, (_, i) => className.toLowerCase() + i));
