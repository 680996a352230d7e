/** Checkers of states that are not a plain dict, by the name that the policy's table gives. */
import type { PlainReason } from "../../finding/reasons.js";
import type { Problem } from "../../numpy/problem.js";
import { type Handle, KIND, NONE } from "../../tape/handle.js";
import { vectorizeState } from "./attributes.js";
import { binaryTreeState, metricState, numbersState } from "./cython.js";
import { mapperState, ownItemsState, textState } from "./mapper.js";
import { maskedState } from "./masked.js";
import { boosterState, bsplineState, catboostState, distributionState, isotonicState, memoryState, uuidState } from "./objects.js";
import {
  arrayState,
  dateOffsetState,
  dtypeState,
  intervalState,
  managerState,
  objectState,
  offsetState,
  relativeState,
} from "./pandas/index.js";
import { isPlain } from "./plain.js";
import { bitGeneratorState, randomStateState, seedSequenceState } from "./random.js";
import type { StateChecker, StateInput } from "./state-checker.js";
import { predictorState, treeState } from "./trees.js";
import { arrayWrapper, companionWrapper, zippedWrapper } from "./wrappers.js";

const none: StateChecker = () => "state.none";

const empty: StateChecker = ({ tape, state }) => (tape.kind(state) === KIND.DICT && tape.count(state) === 0 ? null : "state.not-empty");

/** `functools.partial`: (function, arguments, keywords, namespace), the function listed and no class. */
const partialState: StateChecker = ({ machine, tape, state }) => {
  if (tape.kind(state) !== KIND.TUPLE || tape.count(state) !== 4) return "partial.state";
  const entry = machine.entry(tape.tupleItem(state, 0));
  if (entry?.kind !== "reference" || (entry.what !== "function" && entry.what !== "ufunc")) return "partial.of";
  // sklearn's own hold the types that they convert to.
  const isType = (name: Handle): boolean => {
    const held = machine.entry(name);
    return held?.kind === "reference" && held.what === "type";
  };
  const kind = tape.kind(tape.tupleItem(state, 1));
  if (kind !== KIND.TUPLE || tape.kind(tape.tupleItem(state, 2)) !== KIND.DICT) return "partial.parts";
  if (!isPlain(tape, tape.tupleItem(state, 1), true, isType) || !isPlain(tape, tape.tupleItem(state, 2), true, isType))
    return "partial.plain";
  const names = tape.tupleItem(state, 3);
  return names === NONE || (tape.kind(names) === KIND.DICT && tape.count(names) === 0) ? null : "partial.attributes";
};

export const STATE_CHECKERS = {
  "block-manager": managerState,
  bspline: bsplineState,
  "data-frame-mapper": mapperState,
  empty: empty,
  isotonic: isotonicState,
  memory: memoryState,
  "interval-array": intervalState,
  "own-items": ownItemsState,
  "pandas-array": arrayState,
  "pandas-dtype": dtypeState,
  "pandas-object": objectState,
  "pandas-offset": offsetState,
  "date-offset": dateOffsetState,
  relativedelta: relativeState,
  "rv-generic": distributionState,
  text: textState,
  tree: treeState,
  "tree-predictor": predictorState,
  "tuple-binary-tree": binaryTreeState,
  "tuple-masked": maskedState,
  "tuple-metric": metricState,
  "tuple-numbers": numbersState,
  "tuple-seed-sequence": seedSequenceState,
  uuid: uuidState,
  vectorize: vectorizeState,
  "random-state": randomStateState,
  "bit-generator": bitGeneratorState,
  "native-booster": boosterState,
  "catboost-model": catboostState,
  none: none,
  "array-wrapper": arrayWrapper,
  "array-wrapper-files": companionWrapper,
  "array-wrapper-zfile": zippedWrapper,
  "tuple-partial": partialState,
} as const satisfies Readonly<Record<string, StateChecker>>;

/** States that no checker here reads: a plain dict is `build.ts`'s, dtypes and arrays are no instances but `numpy`'s. */
export const STATES_ELSEWHERE = ["dict", "tuple-dtype", "tuple-ndarray"] as const;

export type StateName = keyof typeof STATE_CHECKERS | (typeof STATES_ELSEWHERE)[number];

const BY_NAME: ReadonlyMap<string, StateChecker> = new Map(Object.entries(STATE_CHECKERS));

export function runStateChecker(name: string, input: StateInput): PlainReason | Problem | null {
  const checker = BY_NAME.get(name);
  return checker === undefined ? "state.not-read" : checker(input);
}
