/**
 * xgboost's configuration beside a model (`Learner::LoadConfig`): how it was trained. Native code makes updaters, metrics and an
 * objective by the names in it and fills them with texts, so all of these are of closed lists, and it says the same of the
 * model as the model does.
 */
import { type Check, has } from "../check.js";
import { isDict, type Plain, type PlainDict } from "../plain.js";
import { checkObjective, checkVersion, type Facts, factsOf } from "./model.js";
import { checkSection, isMetric, SECTIONS, UPDATERS } from "./params.js";

export function checkConfig(check: Check, value: Plain | undefined, facts: Facts): void {
  const config = check.dict(value, "Config.", "learner version");
  checkVersion(check, config.get("version"));
  const learner = check.dict(
    config.get("learner"),
    "Config.learner.",
    "generic_param gradient_booster learner_model_param learner_train_param metrics objective",
  );
  checkSection(check, learner.get("generic_param"), "generic_param");
  checkSection(check, learner.get("learner_train_param"), "learner_train_param");
  checkAgreement(check, learner, facts);
  for (const metric of check.list(learner.get("metrics"), "metrics")) checkMetric(check, metric);
  const booster = learner.get("gradient_booster");
  checkTraining(check, booster, "gradient_booster", facts.booster);
}

/** What is in the model as well is the same there. */
function checkAgreement(check: Check, learner: PlainDict, facts: Facts): void {
  const { features, classes, targets } = factsOf(check, learner.get("learner_model_param"));
  const same = features === facts.features && classes === facts.classes && targets === facts.targets;
  check.must(same, "native.range-of", "Config.learner_model_param");
  check.must(checkObjective(check, learner.get("objective"), classes) === facts.objective, "native.word-of", "Config.objective");
  const train = check.anyDict(learner.get("learner_train_param"), "learner_train_param");
  const asked = train.get("objective");
  check.must(asked === facts.objective || isRenamed(asked, facts.objective), "native.word-of", "learner_train_param.objective");
  check.must(train.get("booster") === facts.booster, "native.word-of", "learner_train_param.booster");
}

/** The old name of an objective makes the new one. */
const isRenamed = (asked: Plain | undefined, objective: string): boolean => asked === "reg:linear" && objective === "reg:squarederror";

function checkMetric(check: Check, value: Plain): void {
  if (!isDict(value)) return check.must(isMetric(check.text(value, "metrics")), "native.word-of", "metrics");
  check.must(isMetric(check.text(value.get("name"), "metrics.name")), "native.word-of", "metrics.name");
  checkSections(check, value, "metrics", "name");
}

/** Sections alone, beside `others`. */
function checkSections(check: Check, dict: PlainDict, key: string, others: string): void {
  for (const [name, value] of dict) {
    if (has(SECTIONS, name)) checkSection(check, value, `${key}.${name}`);
    else check.must(has(others, name), "native.unknown-key", `${key}.${name}`);
  }
}

function checkTraining(check: Check, value: Plain | undefined, key: string, name: string): void {
  const booster = check.anyDict(value, key);
  check.word(booster.get("name"), `${key}.name`, name === "" ? "gbtree" : name);
  checkSections(check, booster, key, name === "dart" ? "name gbtree" : "name specified_updater updater");
  if (name === "dart") return checkTraining(check, booster.get("gbtree"), `${key}.gbtree`, "gbtree");
  if (booster.has("specified_updater"))
    check.must(typeof booster.get("specified_updater") === "boolean", "native.kind-of", `${key}.specified_updater`);
  if (name === "gblinear") return checkSections(check, check.anyDict(booster.get("updater"), `${key}.updater`), `${key}.updater`, "");
  checkUpdaters(check, booster.get("updater"), `${key}.updater`);
}

/** A dict by name (before 2.0), or a list of dicts that have their name. */
function checkUpdaters(check: Check, value: Plain | undefined, key: string): void {
  if (isDict(value)) {
    for (const [name, updater] of value) {
      check.must(has(UPDATERS, name), "native.word-of", `${key}.${name}`);
      checkSections(check, check.anyDict(updater, `${key}.${name}`), `${key}.${name}`, "");
    }
    return;
  }
  for (const updater of check.list(value, key)) {
    const dict = check.anyDict(updater, key);
    check.word(dict.get("name"), `${key}.name`, UPDATERS);
    checkSections(check, dict, key, "name");
  }
}
