/** States of single classes that do more with them than keep them: UUID, IsotonicRegression, joblib.Memory, splines, distributions. */
import { utf8OrLatin1 } from "../../bytes/latin1.js";
import type { PlainReason } from "../../finding/reasons.js";
import { strText } from "../../numpy/text.js";
import { type Handle, KIND, NONE, NOTHING, OBJECT, TAG, tagOf } from "../../tape/handle.js";
import { dictValue, eachPair, isStr } from "../../tape/read.js";
import type { Tape } from "../../tape/tape.js";
import type { Machine } from "../machine.js";
import { isEntropy } from "./attributes.js";
import { exactArray, exactDict, isInteger, numbersArray } from "./exact.js";
import { isPlain } from "./plain.js";
import type { StateChecker } from "./state-checker.js";

/** `UUID`: a number of 128 bits, and from Python 3.7 on perhaps whether it is safe (one of an enumeration). */
export const uuidState: StateChecker = ({ tape, state }) => {
  const values = exactDict(tape, state, ["int"], ["is_safe"]);
  if (values === null || !isInteger(tape, values.get("int") ?? NONE, 0, UUID_MAX)) return "uuid.number";
  const safe = values.get("is_safe") ?? NONE;
  return safe === NONE || isInteger(tape, safe, -1, 0) ? null : "uuid.safe";
};

const UUID_MAX = 2n ** 128n - 1n;

/** Every value of a dict is plain data or an array of numbers; where it is not, the key is told. */
function plainDictProblem(tape: Tape, dict: Handle, why: PlainReason): PlainReason | null {
  let problem: PlainReason | null = null;
  eachPair(tape, dict, Number.MAX_SAFE_INTEGER, (key, value) => {
    if (tagOf(key) !== TAG.STR || !isPlain(tape, value, true)) problem ??= why;
  });
  return problem;
}

/** The thresholds' names: today's, and those of sklearn 0.18 to 0.23. */
const THRESHOLDS = [
  ["X_thresholds_", "y_thresholds_"],
  ["_necessary_X_", "_necessary_y_"],
] as const;

/** IsotonicRegression builds its interpolation from these when it is unpickled: they are sorted by native code. */
export const isotonicState: StateChecker = ({ machine, tape, state }) => {
  if (tape.kind(state) !== KIND.DICT) return "state.no-dict";
  for (const [xKey, yKey] of THRESHOLDS) {
    const [x, y] = [dictValue(tape, state, xKey), dictValue(tape, state, yKey)];
    if (x === NOTHING && y === NOTHING) continue;
    const [xs, ys] = [numbersArray(machine, x, FLOATS, 1), numbersArray(machine, y, FLOATS, 1)];
    if (xs === null || ys === null || xs.shape[0] !== ys.shape[0] || xs.shape[0] === 0) return "isotonic.thresholds";
  }
  const bounds = dictValue(tape, state, "out_of_bounds");
  return bounds === NOTHING || isStr(tape, bounds) ? null : "isotonic.bounds";
};

const FLOATS = ["f4", "f8"];

/** `joblib.Memory`: nothing that names a folder. */
export const memoryState: StateChecker = ({ tape, state }) => {
  if (tape.kind(state) !== KIND.DICT) return "memory.state";
  for (const key of ["location", "cachedir", "store_backend", "_location"]) {
    const value = dictValue(tape, state, key);
    if (value !== NOTHING && value !== NONE) return "memory.location";
  }
  return plainDictProblem(tape, state, "memory.plain");
};

/** xgboost's and lightgbm's boosters: opaque bytes under `handle` or `_handle`, the rest plain data. Kept as bytes, never parsed here. */
export const boosterState: StateChecker = ({ machine, tape, target, state }) => {
  if (tape.kind(state) !== KIND.DICT) return "booster.state";
  for (const key of ["handle", "_handle"]) {
    const handle = dictValue(tape, state, key);
    if (handle !== NOTHING && handle !== NONE && tape.byteRange(handle) === null) return "booster.handle";
  }
  machine.boosters.push(target);
  // The model that was loaded takes the place of its bytes.
  machine.taken.add(state);
  return null;
};

/** What catboost keeps beside parameters, none of which begins so. */
const CATBOOST_KEYS = new Set(["__model", "_test_eval", "_test_evals", "_prediction_values_change", "_loss_value_change"]);

/** catboost's estimators: the bytes of a model, results of a training, which native code takes as numbers, and parameters. */
export const catboostState: StateChecker = ({ machine, tape, target, state }) => {
  if (tape.kind(state) !== KIND.DICT) return "booster.state";
  let why: PlainReason | null = null;
  eachPair(tape, state, Number.MAX_SAFE_INTEGER, (name, value) => {
    const key = strText(machine, name, LONGEST_KEY);
    if (key === null || !key.startsWith("_")) return;
    if (!CATBOOST_KEYS.has(key)) why ??= "booster.key";
    else if (key === "__model" ? tape.kind(value) !== KIND.BYTES : !isPlain(tape, value))
      why ??= key === "__model" ? "booster.model" : "booster.plain";
  });
  if (why === null) machine.boosters.push(target);
  // All of its own is taken out: who is given the dict again finds no model in it.
  machine.taken.add(state);
  return why;
};

const LONGEST_KEY = 64;

/** `BSpline`: a dict until scipy 1.16, then (_BSpline, knots), of which `__setstate__` reads `t`. */
export const bsplineState: StateChecker = ({ machine, tape, state }) => {
  if (tape.kind(state) === KIND.DICT) return null;
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) !== 2) return "spline.state";
  const delegate = tape.tupleItem(state, 0);
  if (machine.classOf(delegate)?.path !== "scipy.interpolate._bsplines._BSpline") return "spline.inner";
  const inner = tape.field(delegate, OBJECT.STATE);
  const knots = dictValue(tape, inner, "t");
  const sentinel = exactArray(machine, tape.tupleItem(state, 1));
  return numbersArray(machine, knots, ["f8"], 1) !== null && sentinel?.shape[0] === 0 ? null : "spline.knots";
};

const IDENTIFIERS = /^[A-Za-z_][A-Za-z0-9_]*(?:[ ,]+[A-Za-z_][A-Za-z0-9_]*)*[ ,]*$/;

/** First line of scipy's template: the names of a distribution's shapes, and whether it has a scale. */
const FIRST_LINE = /^\ndef _parse_args\(self, ((?:[A-Za-z_][A-Za-z0-9_]*, )*) (loc=0(?:, scale=1)?)\):\n/;

/** scipy's own text (scipy/stats/_distn_infrastructure.py, parse_arg_template) over shape names and scale. */
function genuineTemplate(shapes: string, locScale: string): string {
  const out = locScale === "loc=0" ? "loc, 1" : "loc, scale";
  return `\ndef _parse_args(self, ${shapes} ${locScale}):\n    return (${shapes}), ${out}\n\ndef _parse_args_rvs(self, ${shapes} ${locScale}, size=None):\n    return self._argcheck_rvs(${shapes} ${out}, size=size)\n\ndef _parse_args_stats(self, ${shapes} ${locScale}, moments='mv'):\n    return (${shapes}), ${out}, moments\n`;
}

/** What a distribution draws with: it keeps it. */
const RANDOM = new Set(["numpy.random.RandomState", "numpy.random.Generator"]);

/** A distribution's `__setstate__` executes its template: only scipy's genuine text over identifiers. */
export const distributionState: StateChecker = ({ machine, tape, state }) => {
  const pair = tape.kind(state) === KIND.TUPLE && tape.count(state) === 2;
  const dict = pair ? tape.tupleItem(state, 0) : state;
  if (tape.kind(dict) !== KIND.DICT) return "distribution.state";
  // scipy up to 1.5 writes its random state beside. To later ones a pair of dicts is keys and values.
  const random = pair ? tape.tupleItem(state, 1) : NONE;
  if (random !== NONE && !RANDOM.has(machine.classOf(random)?.path ?? "")) return "distribution.random-state";
  const template = dictValue(tape, dict, "_parse_arg_template");
  if (template !== NOTHING && !isTemplate(machine, template)) return "distribution.template";
  const shapes = dictValue(tape, dict, "shapes");
  const text = shapes === NOTHING || shapes === NONE ? "" : strText(machine, shapes, 512);
  if (text === null || (text !== "" && !IDENTIFIERS.test(text))) return "distribution.shapes";
  return attachedProblem(machine, dict) ?? parameterProblem(tape, pair ? state : dict, dict);
};

/** What scipy adds to when it attaches its methods, and the one of them that discrete distributions forget to leave out. */
function attachedProblem(machine: Machine, dict: Handle): PlainReason | null {
  const { tape } = machine;
  const isCount = (key: string): boolean => {
    const value = dictValue(tape, dict, key);
    return value === NOTHING || isInteger(tape, value, 0, MOST_SHAPES);
  };
  if (!isCount("numargs") || !isCount("moment_type")) return "distribution.counts";
  const entropy = dictValue(tape, dict, "vecentropy");
  const isOwn = machine.classOf(entropy)?.path === "numpy.vectorize" || isEntropy(machine, entropy);
  return entropy === NOTHING || isOwn ? null : "distribution.entropy";
}

/** No distribution has more parameters. */
const MOST_SHAPES = 100;

function isTemplate(machine: Machine, handle: Handle): boolean {
  if (!isStr(machine.tape, handle)) return false;
  const bytes = machine.bytesOf(handle, 4096);
  if (bytes === null || bytes.length === 4096) return false;
  const text = utf8OrLatin1(bytes);
  const [, shapes = "", locScale = ""] = FIRST_LINE.exec(text) ?? [];
  return locScale !== "" && text === genuineTemplate(shapes, locScale);
}

/** The constructor's arguments: until scipy 1.5 the first half of the state, later under a key of it. */
function parameterProblem(tape: Tape, state: Handle, dict: Handle): PlainReason | null {
  if (tape.kind(state) === KIND.TUPLE) return plainDictProblem(tape, dict, "distribution.plain");
  const parameters = dictValue(tape, dict, "_ctor_param");
  if (parameters === NOTHING) return null;
  return tape.kind(parameters) === KIND.DICT ? plainDictProblem(tape, parameters, "distribution.plain") : "distribution.parameters";
}
