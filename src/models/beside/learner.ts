/**
 * skll's Learner (learner 0.9 to 5.1): dicts to columns, the columns that are not too rare, scaled, for the model. Rows are the
 * dicts of a FeatureSet. `predict` gives labels, as `class_labels=True` does. Hashed features and samplers are refused by name.
 */
import { CornichonError, sentence, showText } from "../../errors.js";
import { itemsOf } from "../../neutral/attributes.js";
import { own } from "../../neutral/document.js";
import { type FittedModel, type MakeModel, type Method, type ModelDefinition, NO_COLUMNS } from "../define.js";
import { selectorModel } from "../parts/columns/selector.js";
import { answer, answerMatrix, methodOf, samplesOf } from "../parts/meta/delegation.js";
import { Samples } from "../samples.js";
import type { State } from "../state.js";

const refused = (state: State, what: string): CornichonError =>
  new CornichonError("model.method", sentence`${showText(state.name)}: ${showText(what)} are not read here.`);

/** What is done to the dicts before the model is asked. */
function stepsOf(state: State, make: MakeModel): readonly FittedModel[] {
  const vectorizer = state.fitted("feat_vectorizer");
  if (String(own(vectorizer, "class")).endsWith("FeatureHasher")) throw refused(state, "hashed features");
  if (state.has("sampler")) throw refused(state, "kernel samplers");
  const steps = [make(vectorizer), make(state.fitted("feat_selector"))];
  const naive = String(state.global("_model_type")).endsWith("MultinomialNB");
  return naive || !state.has("scaler") ? steps : [...steps, make(state.get("scaler"))];
}

function next(state: State, step: FittedModel, x: Samples, dense: boolean): Samples {
  const given = dense && x.sparse({ name: state.name, nFeatures: null, featureNames: null }) !== null ? denseOf(state, x) : x;
  const made = samplesOf(methodOf(state, step, "transform")(given, {}));
  if (made === null) throw state.inconsistent("a step gives a list where rows are needed");
  return made;
}

const denseOf = (state: State, x: Samples): Samples => new Samples(x.matrix({ name: state.name, nFeatures: null, featureNames: null }));

/** Centred columns are dense. */
const isDense = (state: State): boolean =>
  state.flag("_use_dense_features", false) || ["with_mean", "both"].includes(state.text("_feature_scaling") ?? "none");

function through(state: State, steps: readonly FittedModel[], x: Samples): Samples {
  const dense = isDense(state);
  return steps.reduce((current, step, at) => next(state, step, current, dense && at > 1), x);
}

/** Labels by their places, of a classifier. */
function labelled(state: State, model: FittedModel, steps: readonly FittedModel[]): Method {
  const labels = itemsOf(state.get("label_list") ?? null, state.references) ?? [];
  return (x, options) => {
    const said = answer(state, model, "predict", through(state, steps, x), options);
    if (model.classes === undefined || labels.length === 0) return said;
    const data = Array.from<unknown, unknown>(said.data, (place) => labels[Number(place)]);
    if (data.includes(undefined)) throw state.inconsistent("its model predicts what is no place of a label");
    return { dtype: "object", shape: said.shape, data };
  };
}

function learner(state: State, make: MakeModel): Omit<FittedModel, "className"> {
  const steps = stepsOf(state, make);
  const model = make(state.fitted("_model"));
  const methods = new Map<string, Method>([["predict", labelled(state, model, steps)]]);
  if (model.methods.has("predict_proba"))
    methods.set("predict_proba", (x) => {
      const { rows, cols, data } = answerMatrix(state, model, "predict_proba", through(state, steps, x));
      return { dtype: "float64", shape: [rows, cols], data };
    });
  return { ...NO_COLUMNS, methods };
}

const byCount: ModelDefinition["build"] = (state) => {
  const least = state.number("min_count") ?? 1;
  return selectorModel(
    state,
    Array.from(state.vector("scores_"), (count) => count >= least),
  );
};

export const LEARNERS: readonly ModelDefinition[] = [
  { class: "skll.learner.Learner", build: learner },
  { class: "skll.learner.utils.SelectByMinCount", build: byCount },
];
