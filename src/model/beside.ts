/**
 * Models of the libraries that stand beside sklearn in a pipeline. Their classes are often called as sklearn's are, so they stand
 * in lists and not in the index of `src/models`; a page has none of them.
 */

import { CATEGORY_ENCODERS } from "../models/beside/category-encoders.js";
import { DOMAINS } from "../models/beside/domains.js";
import { BALANCED_FORESTS } from "../models/beside/ensembles.js";
import { FEATURE_ENGINE } from "../models/beside/feature-engine.js";
import { HIDDEN_MARKOV } from "../models/beside/hidden-markov.js";
import { LEARNERS } from "../models/beside/learner.js";
import { MAPPERS } from "../models/beside/mapper.js";
import { MLXTEND } from "../models/beside/mlxtend.js";
import { PIPELINES } from "../models/beside/pipelines.js";
import { PMML_TRANSFORMERS } from "../models/beside/pmml-preprocessing.js";
import { WRAPPERS } from "../models/beside/wrappers.js";
import type { ModelDefinition } from "../models/define.js";
import { AdaBoostClassifier, BaggingClassifier, DictVectorizer } from "../models/index.js";
import { stateAs } from "../models/state.js";

/** A class that answers as one of sklearn's does, from which it is derived: its state is read as that one's, of the version inside. */
const derived = (name: string, base: ModelDefinition): ModelDefinition => ({
  class: name,
  build: (state, make) => base.build(stateAs(state, base.class), make),
});

/** X is held to the checks of what stands inside; these classes have none of their own. */
const lenient = ({ class: name, build }: ModelDefinition): ModelDefinition => ({
  class: name,
  build: (state, make) => ({ ...build(state, make), lenient: true }),
});

/** The libraries that are read: a class of theirs that is not below is told by its name. */
export const LIBRARIES: ReadonlySet<string> = new Set(
  "category_encoders feature_engine hmmlearn imblearn mlxtend skll sklearn2pmml sklearn_pandas statsmodels".split(" "),
);

const OWN = [
  ...MAPPERS,
  ...PIPELINES,
  ...DOMAINS,
  ...WRAPPERS,
  ...PMML_TRANSFORMERS,
  ...LEARNERS,
  ...FEATURE_ENGINE,
  ...MLXTEND,
  ...CATEGORY_ENCODERS,
  ...HIDDEN_MARKOV,
];

export const BESIDE: readonly ModelDefinition[] = [
  ...OWN.map(lenient),
  ...BALANCED_FORESTS,
  derived("imblearn.ensemble.BalancedBaggingClassifier", BaggingClassifier),
  derived("imblearn.ensemble.EasyEnsembleClassifier", BaggingClassifier),
  derived("imblearn.ensemble.RUSBoostClassifier", AdaBoostClassifier),
  derived("skll.data.dict_vectorizer.DictVectorizer", DictVectorizer),
];
