/** Argument checkers by the name that the policy's table gives. One more is a checker, a line here, and its sentence in `docs.ts`. */
import type { Handle } from "../../tape/handle.js";
import type { Checker, CheckerInput, Refusal } from "./answer.js";
import { attribute } from "./attributes.js";
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
import * as torch from "./torch.js";
import { tree, treePart } from "./trees.js";
import * as zones from "./zones.js";

export const CHECKERS = {
  "arrow-array": pandas.arrowArray,
  "arrow-buffer": pandas.arrowBuffer,
  "arrow-type": pandas.arrowType,
  attribute: attribute,
  "bit-generator": random.bitGenerator,
  "block-manager": pandas.blockManager,
  bytearray: builtins.bytearray,
  bytes: builtins.bytes,
  "codecs-encode": builtins.codecsEncode,
  complex: builtins.complex,
  counter: collections.counter,
  date: standard.date,
  datetime: standard.datetime,
  decimal: standard.decimal,
  defaultdict: collections.defaultDict,
  deque: collections.deque,
  dtype: numpy.dtype,
  exception: standard.exception,
  fraction: standard.fraction,
  frombuffer: numpy.frombuffer,
  frozenset: builtins.frozenset,
  generator: random.randomState,
  mareconstruct: masked.maskedReconstruct,
  "masked-constant": masked.maskedConstant,
  memory: standard.memory,
  namedtuple: cython.namedTuple,
  "int-index": pandas.intIndex,
  "block-index": pandas.blockIndex,
  "new-datetimeindex": pandas.newDatetimeIndex,
  "new-index": pandas.newIndex,
  "new-intervalindex": pandas.newIntervalIndex,
  "new-timedeltaindex": pandas.newTimedeltaIndex,
  "newobj-cython": cython.newObject,
  numbers: standard.numbers,
  "object-list": builtins.objectList,
  ordereddict: collections.orderedDict,
  partial: partial,
  path: standard.path,
  "pyx-unpickle": cython.unpickleNumbers,
  randomstate: random.randomState,
  "randomstate-legacy": random.randomStateLegacy,
  range: builtins.range,
  reconstruct: numpy.reconstruct,
  reconstructor: reconstructor,
  scalar: numpy.scalar,
  "seed-sequence": cython.unpickleSeedSequence,
  set: builtins.set,
  slice: builtins.slice,
  "pandas-interval": pandas.interval,
  "pandas-nat": pandas.nat,
  "pandas-offset": pandas.offset,
  "date-offset": pandas.dateOffset,
  "pandas-period": pandas.period,
  "pandas-timedelta": pandas.timedelta,
  "pandas-timestamp": pandas.timestamp,
  "period-dtype": pandas.periodDtype,
  "pytz-offset": zones.pytzOffset,
  "pytz-utc": zones.pytzUtc,
  "pytz-zone": zones.pytzZone,
  "string-dtype": pandas.stringDtype,
  stringdtype: masked.stringDtype,
  time: standard.time,
  timedelta: standard.timedelta,
  timezone: standard.timezone,
  "torch-device": torch.device,
  "torch-layout": torch.layout,
  "torch-parameter": torch.parameter,
  "torch-quantized": torch.quantized,
  "torch-size": torch.size,
  "torch-sparse": torch.sparse,
  "torch-tensor": torch.tensorV1,
  "torch-tensor-v2": torch.tensorV2,
  "torch-tensor-v3": torch.tensorV3,
  tree: tree,
  "tree-part": treePart,
  "ufunc-reconstruct": numpy.ufuncReconstruct,
  "unpickle-block": pandas.unpickleBlock,
  "unpickle-ndarray-backed": pandas.unpickleBacked,
  zone: zones.zone,
} as const satisfies Readonly<Record<string, Checker>>;

export type CheckerName = keyof typeof CHECKERS;

const BY_NAME: ReadonlyMap<string, Checker> = new Map(Object.entries(CHECKERS));

/** Runs a checker. A name without one is refused: the policy's test compares its table with this one. */
export function runChecker(name: string, input: CheckerInput): Handle | Refusal {
  const checker = BY_NAME.get(name);
  return checker === undefined ? { why: "call.not-read" } : checker(input);
}
