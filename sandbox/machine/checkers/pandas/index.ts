/** pandas: indexes, blocks and managers, extension arrays, dtypes, frames, offsets and dates. */

export { arrayState, unpickleBacked } from "./arrays.js";
export { arrowArray, arrowBuffer, arrowType } from "./arrow.js";
export { blockManager, blockOfPartial, managerState, unpickleBlock } from "./blocks.js";
export { blockIndex, intervalState, intIndex } from "./composed.js";
export { dtypeState, periodDtype, stringDtype } from "./dtypes.js";
export { objectState } from "./frames.js";
export { newDatetimeIndex, newIndex, newIntervalIndex, newTimedeltaIndex } from "./indexes.js";
export { dateOffset, dateOffsetState, offset, offsetState, relativeState } from "./offsets.js";
export { interval, nat, period, timedelta, timestamp } from "./scalars.js";
