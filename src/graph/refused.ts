/** Classes that no graph is made for, and why. */
import { type Shown, sentence } from "../errors.js";

const OTHER_ROWS = sentence`it fills in what the nearest rows of fitting say, among which ties have no exact form`;
const NO_TENSOR = sentence`it takes dicts, lists or sets, which are no tensors`;

export const REFUSED: ReadonlyMap<string, Shown> = new Map([
  ["sklearn.feature_extraction.DictVectorizer", NO_TENSOR],
  ["sklearn.feature_extraction.FeatureHasher", NO_TENSOR],
  ["sklearn.feature_extraction.text.HashingVectorizer", sentence`it hashes words in small letters, for which the target has no exact form`],
  ["sklearn.impute.KNNImputer", OTHER_ROWS],
  ["sklearn.preprocessing.MultiLabelBinarizer", NO_TENSOR],
]);
