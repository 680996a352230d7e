/**
 * `getattr(owner, name)`: how every protocol pickles a method. What it finds is a listed function that only loading looks
 * up, never the result of running anything: a name that is listed whole (`str.split`, `ZoneInfo._unpickle`) of the listed
 * owner itself, or `_entropy` of a distribution of scipy, which discrete ones keep under `vecentropy`. No instance but that,
 * no subclass, no dunder: what `getattr` finds on these is the class's own function, since neither class nor instance answers
 * for attributes. Also numpy.vectorize around that method, and `ZoneInfo._unpickle`, which reads a zone of the system's.
 */
import { strText } from "../../numpy/text.js";
import { FALSE, type Handle, KIND, NONE, TAG, TRUE, tagOf } from "../../tape/handle.js";
import { isStr, itemsOf } from "../../tape/read.js";
import type { Tape } from "../../tape/tape.js";
import type { Machine } from "../machine.js";
import { type Checker, no } from "./answer.js";
import { exactDict, isInteger } from "./exact.js";
import type { StateChecker } from "./state-checker.js";

/** `rv_discrete._entropy` where the policy lists it: what stands for the bound method. */
const ENTROPY = ["scipy.stats._distn_infrastructure", "rv_discrete._entropy"] as const;

/** True for a distribution's own `_entropy`, as `attribute` finds it. */
export const isEntropy = (machine: Machine, value: Handle): boolean => machine.entry(value)?.path === ENTROPY.join(".");

/** Longest attribute that is looked at. */
const MOST_NAME = 64;

export const attribute: Checker = ({ machine, stream, tape, args }) => {
  if (tape.kind(args) !== KIND.TUPLE || tape.count(args) !== 2) return no("attribute.arguments");
  const [owner, name] = [tape.tupleItem(args, 0), tape.tupleItem(args, 1)];
  const text = tagOf(name) === TAG.STR ? strText(machine, name, MOST_NAME) : null;
  if (text === null) return no("attribute.name");
  const isDistribution = machine.classOf(owner)?.state === "rv-generic";
  const found = isDistribution && text === "_entropy" ? machine.names.listedFunction(...ENTROPY) : machine.names.attribute(owner, text);
  if (found === null) return no("attribute.unlisted");
  machine.names.grant(owner);
  machine.names.suspect(found, stream.place);
  return found;
};

/** What numpy writes of a `vectorize` that was never called: only scipy's own method, and nothing cached. */
export const vectorizeState: StateChecker = ({ machine, tape, state }) => {
  const values = exactDict(tape, state, ["pyfunc", "cache", "signature", "otypes", "excluded"], VECTORIZE_KEYS);
  if (values === null) return "vectorize.keys";
  if (!isEntropy(machine, values.get("pyfunc") ?? NONE)) return "vectorize.function";
  const of = (key: string): number => values.get(key) ?? NONE;
  const texts = ["__doc__", "__name__", "_doc", "otypes"].every((key) => of(key) === NONE || isStr(tape, of(key)));
  const nothing = ["signature", "_in_and_out_core_dims"].every((key) => of(key) === NONE);
  const cache = of("cache") === FALSE || of("cache") === TRUE;
  const empty = isEmpty(tape, of("excluded"), KIND.SET);
  const made = of("_ufunc") === NONE || isEmpty(tape, of("_ufunc"), KIND.DICT);
  const counted = ["nin", "nout"].every((key) => of(key) === NONE || isInteger(tape, of(key), 0, 1000));
  return texts && nothing && cache && empty && made && counted ? null : "vectorize.values";
};

/** A collection that has nothing, and that gets nothing any more: it was looked into. */
const isEmpty = (tape: Tape, value: Handle, kind: number): boolean => tape.kind(value) === kind && itemsOf(tape, value).length === 0;

const VECTORIZE_KEYS = ["__doc__", "__name__", "_doc", "_ufunc", "_in_and_out_core_dims", "nin", "nout"];
