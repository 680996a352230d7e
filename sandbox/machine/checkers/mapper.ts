/** States of classes beside sklearn that do more with them than keep them. */
import { type Handle, KIND, NOTHING, OBJECT } from "../../tape/handle.js";
import { dictValue, eachItem, eachPair, isStr } from "../../tape/read.js";
import type { Tape } from "../../tape/tape.js";
import type { StateChecker } from "./state-checker.js";

const isSequence = (tape: Tape, value: Handle): boolean => tape.kind(value) === KIND.TUPLE || tape.kind(value) === KIND.LIST;

/**
 * `sklearn_pandas.DataFrameMapper`: `__setstate__` takes each of `features` apart as (columns, transformers[, options]) and makes a
 * pipeline of transformers that stand in a list. Exact lists and tuples are taken apart by Python itself.
 */
export const mapperState: StateChecker = ({ tape, state }) => {
  if (tape.kind(state) !== KIND.DICT) return "state.no-dict";
  const features = dictValue(tape, state, "features");
  if (features === NOTHING || tape.kind(features) !== KIND.LIST) return "mapper.features";
  let isWhole = true;
  eachItem(tape, features, (feature) => {
    if (!isSequence(tape, feature) || tape.count(feature) < 2 || tape.count(feature) > 3) isWhole = false;
  });
  return isWhole ? null : "mapper.features";
};

/** A regular expression's text, which is kept. */
export const textState: StateChecker = ({ tape, state }) => (isStr(tape, state) ? null : "state.no-text");

/**
 * A dict that is its own attributes (`statsmodels.tools.tools.Bunch`, in some versions) is pickled with itself as state: its items become attributes, whose
 * names are texts and none of Python's own.
 */
export const ownItemsState: StateChecker = ({ tape, target, state }) => {
  if (state !== target) return tape.kind(state) === KIND.DICT ? null : "state.no-dict";
  const pairs = tape.field(target, OBJECT.PAIRS);
  let isNamed = true;
  if (pairs !== NOTHING)
    eachPair(tape, pairs, tape.count(pairs), (key) => {
      if (!isStr(tape, key)) isNamed = false;
    });
  return isNamed ? null : "state.no-dict";
};
