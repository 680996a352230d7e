/** LightGBM's model text: to be judged. */
import type { Reason } from "../../finding/because.js";
import type { Plain } from "../plain.js";

export const lightgbmProblem = (_value: Plain, _bytes: Uint8Array): Reason | null => "native.lightgbm";
