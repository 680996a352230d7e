/** Argument checkers by the name that the policy's table gives. One more callable is one checker and one line here. */
import type { Handle } from "../../tape/handle.js";
import type { Checker, CheckerInput, Refusal } from "./answer.js";
import * as builtins from "./builtins.js";
import * as collections from "./collections.js";
import { reconstructor } from "./copyreg.js";
import * as cython from "./cython.js";
import * as masked from "./masked.js";
import * as numpy from "./numpy.js";
import * as pandas from "./pandas/index.js";
import { partial } from "./partial.js";
import * as random from "./random.js";
import * as standard from "./standard-library.js";
import { tree, treePart } from "./trees.js";

const CHECKERS: ReadonlyMap<string, Checker> = new Map<string, Checker>([
  ["bit-generator", random.bitGenerator],
  ["block-manager", pandas.blockManager],
  ["bytearray", builtins.bytearray],
  ["bytes", builtins.bytes],
  ["codecs-encode", builtins.codecsEncode],
  ["complex", builtins.complex],
  ["counter", collections.counter],
  ["date", standard.date],
  ["datetime", standard.datetime],
  ["decimal", standard.decimal],
  ["defaultdict", collections.defaultDict],
  ["deque", collections.deque],
  ["dtype", numpy.dtype],
  ["exception", standard.exception],
  ["fraction", standard.fraction],
  ["frombuffer", numpy.frombuffer],
  ["frozenset", builtins.frozenset],
  ["generator", random.generator],
  ["mareconstruct", masked.maskedReconstruct],
  ["masked-constant", masked.maskedConstant],
  ["memory", standard.memory],
  ["namedtuple", cython.namedTuple],
  ["new-datetimeindex", pandas.newDatetimeIndex],
  ["new-index", pandas.newIndex],
  ["new-intervalindex", pandas.newIntervalIndex],
  ["new-timedeltaindex", pandas.newTimedeltaIndex],
  ["newobj-cython", cython.newObject],
  ["numbers", standard.numbers],
  ["object-list", builtins.objectList],
  ["ordereddict", collections.orderedDict],
  ["partial", partial],
  ["path", standard.path],
  ["pyx-unpickle", cython.unpickleNumbers],
  ["randomstate", random.randomState],
  ["randomstate-legacy", random.randomStateLegacy],
  ["range", builtins.range],
  ["reconstruct", numpy.reconstruct],
  ["reconstructor", reconstructor],
  ["scalar", numpy.scalar],
  ["seed-sequence", cython.unpickleSeedSequence],
  ["set", builtins.set],
  ["slice", builtins.slice],
  ["pandas-interval", pandas.interval],
  ["pandas-nat", pandas.nat],
  ["pandas-offset", pandas.offset],
  ["pandas-period", pandas.period],
  ["pandas-timedelta", pandas.timedelta],
  ["pandas-timestamp", pandas.timestamp],
  ["period-dtype", pandas.periodDtype],
  ["string-dtype", pandas.stringDtype],
  ["stringdtype", masked.stringDtype],
  ["time", standard.time],
  ["timedelta", standard.timedelta],
  ["timezone", standard.timezone],
  ["tree", tree],
  ["tree-part", treePart],
  ["ufunc-reconstruct", numpy.ufuncReconstruct],
  ["unpickle-block", pandas.unpickleBlock],
  ["unpickle-ndarray-backed", pandas.unpickleBacked],
]);

/** Names of all checkers, for the policy's own test. */
export const CHECKER_NAMES: readonly string[] = [...CHECKERS.keys()];

/** Runs a checker. A name without one is refused: the policy's test makes sure that none is missing. */
export function runChecker(name: string, input: CheckerInput): Handle | Refusal {
  const checker = CHECKERS.get(name);
  return checker === undefined ? { why: "call.not-read" } : checker(input);
}
