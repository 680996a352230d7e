/**
 * The libraries that stand beside sklearn in a pipeline: a switch each. Rows and members are made by `npm run policy:make` from
 * the libraries' own sources, first versions to newest (`scripts/policy/describe_sources.py`, decisions in
 * `neighbour_choice.py`): nobody edits them. Nothing of these classes runs while a pickle is loaded, but for the two states
 * that have a checker.
 */
import members from "../data/neighbour-members.json" with { type: "json" };
import rows from "../data/neighbours.json" with { type: "json" };
import { type Family, rowsOf } from "../rows.js";

const family = (name: keyof typeof rows, doc: string): Family => ({ family: name, doc, classes: rowsOf(rows[name]), members });

export const NEIGHBOURS: readonly Family[] = [
  family("category_encoders", "Encoders of category_encoders 1.0 to 2.11."),
  family("feature_engine", "Transformers of feature_engine 0.1 to 1.9."),
  family("hmmlearn", "Hidden Markov models of hmmlearn 0.2 to 0.3."),
  family("imblearn", "Pipelines, samplers and ensembles of imbalanced-learn 0.1 to 0.14."),
  family("mlxtend", "Estimators, selectors and stacks of mlxtend 0.1 to 0.25."),
  family("skll", "Learners and vectorisers of skll 0.9 to 5.1."),
  family(
    "sklearn2pmml",
    "Pipelines, domains and transformers of sklearn2pmml 0.25 to 0.133; expressions are texts that nothing evaluates.",
  ),
  family(
    "statsmodels",
    "Models and results of statsmodels 0.10 to 0.15 that no formula made; their parameters are data, nothing is asked of them.",
  ),
  family("sklearn_pandas", "DataFrameMapper and what stands in it, of sklearn-pandas 0.0.1 to 2.2."),
];
