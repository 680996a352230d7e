/** Argument checkers by the name that the policy's table gives. One more callable is one checker and one line here. */
import type { Handle } from "../../tape/handle.js";
import type { Checker, CheckerInput, Refusal } from "./answer.js";
import * as builtins from "./builtins.js";
import * as collections from "./collections.js";
import { reconstructor } from "./copyreg.js";
import * as numpy from "./numpy.js";
import { partial } from "./partial.js";

const CHECKERS: ReadonlyMap<string, Checker> = new Map<string, Checker>([
  ["bytearray", builtins.bytearray],
  ["bytes", builtins.bytes],
  ["codecs-encode", builtins.codecsEncode],
  ["complex", builtins.complex],
  ["counter", collections.counter],
  ["defaultdict", collections.defaultDict],
  ["deque", collections.deque],
  ["dtype", numpy.dtype],
  ["frombuffer", numpy.frombuffer],
  ["frozenset", builtins.frozenset],
  ["object-list", builtins.objectList],
  ["ordereddict", collections.orderedDict],
  ["partial", partial],
  ["range", builtins.range],
  ["reconstruct", numpy.reconstruct],
  ["reconstructor", reconstructor],
  ["scalar", numpy.scalar],
  ["set", builtins.set],
  ["slice", builtins.slice],
  ["ufunc-reconstruct", numpy.ufuncReconstruct],
]);

/** Names of all checkers, for the policy's own test. */
export const CHECKER_NAMES: readonly string[] = [...CHECKERS.keys()];

/** Runs a checker. A name without one is refused: the policy's test makes sure that none is missing. */
export function runChecker(name: string, input: CheckerInput): Handle | Refusal {
  const checker = CHECKERS.get(name);
  return checker === undefined ? { why: "a call that is not read yet" } : checker(input);
}
