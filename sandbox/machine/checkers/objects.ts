/** States of single classes that do more with them than keep them: UUID, IsotonicRegression, joblib.Memory, splines, distributions. */

import { asciiText } from "../../numpy/dtype-state.js";
import { ARRAY, type Handle, KIND, NONE, NOTHING, TAG } from "../../tape/handle.js";
import type { Tape } from "../../tape/tape.js";
import type { Machine } from "../machine.js";
import { dictValue, eachPair } from "../state.js";
import { isPlain } from "./plain.js";
import type { StateChecker } from "./states.js";

/** `UUID`: a number of 128 bits, and from Python 3.7 on perhaps whether it is safe. */
export const uuidState: StateChecker = ({ tape, state }) => {
  const plain = tape.kind(state) === KIND.DICT && tape.count(state) <= 2;
  const value = plain ? tape.intValue(dictValue(tape, state, "int")) : null;
  if (value === null || value < 0 || value >= 2 ** 128) return "a UUID that is no number of 128 bits";
  const safe = dictValue(tape, state, "is_safe");
  return safe === NOTHING || safe === NONE || tape.intValue(safe) !== null ? null : "a UUID's is_safe that is no integer";
};

/** Every value of a dict is plain data or an array of numbers; where it is not, the key is told. */
function plainDictProblem(tape: Tape, dict: Handle, what: string): string | null {
  let problem: string | null = null;
  eachPair(tape, dict, Number.MAX_SAFE_INTEGER, (key, value) => {
    if ((key & 7) !== TAG.STR || !isPlain(tape, value, true)) problem ??= `${what} that holds more than plain data`;
  });
  return problem;
}

/** IsotonicRegression builds its interpolation from these when it is unpickled. */
export const isotonicState: StateChecker = ({ tape, state }) => {
  if (tape.kind(state) !== KIND.DICT) return "the state is no dict";
  for (const key of ["X_thresholds_", "y_thresholds_", "_necessary_X_", "_necessary_y_"]) {
    const value = dictValue(tape, state, key);
    if (value !== NOTHING && (tape.kind(value) !== KIND.NDARRAY || tape.dtypeValue(tape.field(value, ARRAY.DTYPE))?.hasObject !== false))
      return "thresholds that are no array of numbers";
  }
  const bounds = dictValue(tape, state, "out_of_bounds");
  return bounds === NOTHING || (bounds & 7) === TAG.STR ? null : "an out_of_bounds that is no text";
};

/** `joblib.Memory`: nothing that names a folder. */
export const memoryState: StateChecker = ({ tape, state }) => {
  if (tape.kind(state) !== KIND.DICT) return "a Memory's state is no dict";
  for (const key of ["location", "cachedir", "store_backend", "_location"]) {
    const value = dictValue(tape, state, key);
    if (value !== NOTHING && value !== NONE) return "a Memory with a location makes folders";
  }
  return plainDictProblem(tape, state, "a Memory");
};

/** xgboost's and lightgbm's boosters: opaque bytes under `handle` or `_handle`, the rest plain data. Kept as bytes, never parsed here. */
export const boosterState: StateChecker = ({ machine, tape, target, state }) => {
  if (tape.kind(state) !== KIND.DICT) return "a booster's state is no dict";
  for (const key of ["handle", "_handle"]) {
    const handle = dictValue(tape, state, key);
    if (handle !== NOTHING && handle !== NONE && tape.byteRange(handle) === null) return "a booster's handle that is no bytes";
  }
  machine.boosters.push(target);
  return null;
};

/** `BSpline`: a dict until scipy 1.16, then (_BSpline, knots), of which `__setstate__` reads `t`. */
export const bsplineState: StateChecker = ({ machine, tape, state }) => {
  if (tape.kind(state) === KIND.DICT) return null;
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) !== 2) return "a spline's state is no pair";
  const delegate = tape.tupleItem(state, 0);
  if (machine.classOf(delegate)?.path !== "scipy.interpolate._bsplines._BSpline") return "a spline over what scipy did not make";
  const inner = tape.field(delegate, 4);
  const knots = dictValue(tape, inner, "t");
  return tape.kind(knots) === KIND.NDARRAY && tape.kind(tape.tupleItem(state, 1)) === KIND.NDARRAY
    ? null
    : "a spline whose knots are no array";
};

const IDENTIFIERS = /^[A-Za-z_][A-Za-z0-9_]*(?:[ ,]+[A-Za-z_][A-Za-z0-9_]*)*[ ,]*$/;

/** First line of scipy's template: the names of a distribution's shapes, and whether it has a scale. */
const FIRST_LINE = /^\ndef _parse_args\(self, ((?:[A-Za-z_][A-Za-z0-9_]*, )*) (loc=0(?:, scale=1)?)\):\n/;

/** scipy's own text (scipy/stats/_distn_infrastructure.py, parse_arg_template) over shape names and scale. */
function genuineTemplate(shapes: string, locScale: string): string {
  const out = locScale === "loc=0" ? "loc, 1" : "loc, scale";
  return `\ndef _parse_args(self, ${shapes} ${locScale}):\n    return (${shapes}), ${out}\n\ndef _parse_args_rvs(self, ${shapes} ${locScale}, size=None):\n    return self._argcheck_rvs(${shapes} ${out}, size=size)\n\ndef _parse_args_stats(self, ${shapes} ${locScale}, moments='mv'):\n    return (${shapes}), ${out}, moments\n`;
}

/** A distribution's `__setstate__` executes its template: only scipy's genuine text over identifiers. */
export const distributionState: StateChecker = ({ machine, tape, state }) => {
  const pair = tape.kind(state) === KIND.TUPLE && tape.count(state) === 2;
  const dict = pair ? tape.tupleItem(state, 0) : state;
  if (tape.kind(dict) !== KIND.DICT) return "a distribution's state is no dict";
  // scipy up to 1.5 writes its random state beside. To later ones a pair of dicts is keys and values.
  const random = pair ? tape.tupleItem(state, 1) : NONE;
  if (random !== NONE && machine.classOf(random)?.path !== "numpy.random.RandomState")
    return "a distribution beside what is no random state";
  const template = dictValue(tape, dict, "_parse_arg_template");
  if (template !== NOTHING && !isTemplate(machine, template)) return "an argument template other than scipy's own text";
  const shapes = dictValue(tape, dict, "shapes");
  const text = shapes === NOTHING || shapes === NONE ? "" : asciiText(machine, shapes, 512);
  if (text === null || (text !== "" && !IDENTIFIERS.test(text))) return "shapes that are no identifiers";
  return parameterProblem(tape, dict);
};

function isTemplate(machine: Machine, handle: Handle): boolean {
  const bytes = machine.bytesOf(handle, 4096);
  if (bytes === null || bytes.length === 4096) return false;
  const text = machine.text(bytes);
  const [, shapes = "", locScale = ""] = FIRST_LINE.exec(text) ?? [];
  return locScale !== "" && text === genuineTemplate(shapes, locScale);
}

function parameterProblem(tape: Tape, dict: Handle): string | null {
  const parameters = dictValue(tape, dict, "_ctor_param");
  if (parameters === NOTHING) return null;
  return tape.kind(parameters) === KIND.DICT
    ? plainDictProblem(tape, parameters, "a distribution's parameters")
    : "a distribution's parameters are no dict";
}
