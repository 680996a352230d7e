/**
 * Support vector machines. Counts and probabilities have private names, `_effective_probability` (1.9) says whether there
 * are probabilities, and to 0.20 the confidences of one against the rest were scaled by all rows of a call at once.
 */
import { sentence } from "../../errors.js";
import { arrayValue } from "../../neutral/values.js";
import { at, defineMigration, type Migrating, type MigrationRule } from "../define.js";
import { doubles } from "../numbers.js";
import { sizesOf } from "../sizes.js";

const CLASSIFIERS = at("svm", "SVC NuSVC");
const OTHERS = at("svm", "SVR NuSVR OneClassSVM");

const fitted = (stored: Migrating): boolean => stored.has("support_vectors_");

const CONFIDENCES = defineMigration({
  classes: CLASSIFIERS,
  before: [0, 21],
  doc: "confidences are scaled row by row",
  migrate: (stored) => {
    const [classes = 0] = sizesOf(stored.get("classes_"), stored.references) ?? [];
    if (classes > 2 && stored.get("decision_function_shape") === "ovr")
      throw stored.refusal(sentence`its decision_function was scaled by all rows of a call at once, which today's is not.`);
  },
});

const PROBABILITY = defineMigration({
  classes: [...CLASSIFIERS, ...OTHERS],
  doc: "whether there are probabilities is told beside the parameter",
  migrate: (stored) => {
    if (fitted(stored)) stored.add("_effective_probability", stored.get("probability") === true);
  },
});

/** Models of no classes count all their vectors twice; to 0.20 the counts were never written. */
const SUPPORT = defineMigration({
  classes: OTHERS,
  before: [0, 22],
  doc: "the number of support vectors, of which older versions stored none",
  migrate: (stored) => {
    const [count] = sizesOf(stored.get("support_vectors_"), stored.references) ?? [];
    if (count !== undefined) stored.set("_n_support", arrayValue({ dtype: "int32", shape: [2], data: Int32Array.of(count, count) }));
  },
});

const OFFSET = defineMigration({
  classes: at("svm", "OneClassSVM"),
  before: [0, 20],
  doc: "the offset of the scores is that of the decisions, negated",
  migrate: (stored) => {
    const intercept = stored.array("intercept_");
    if (!stored.has("offset_") && intercept !== null)
      stored.set(
        "offset_",
        doubles(
          Array.from(intercept.data, (value) => -Number(value)),
          intercept.shape,
        ),
      );
  },
});

export const SVM: readonly MigrationRule[] = [CONFIDENCES, PROBABILITY, SUPPORT, OFFSET];
