/** All of a serialised Booster of xgboost: its model, and the configuration beside it. */
import type { Reason } from "../../finding/because.js";
import { Check } from "../check.js";
import type { Plain } from "../plain.js";
import { checkConfig } from "./config.js";
import { checkModel } from "./model.js";

/** Why it is none that xgboost writes, null when all of it holds. `blocks`: numbers stand in blocks, as UBJSON has them. */
export function xgboostProblem(value: Plain | undefined, blocks: boolean, configured: boolean): Reason | null {
  const check = new Check();
  const snapshot = check.dict(value, "", configured ? "Config Model" : "Model");
  if (check.failed) return check.why;
  const facts = checkModel(check, snapshot.get("Model"), blocks);
  if (configured && !check.failed) checkConfig(check, snapshot.get("Config"), facts);
  return check.why;
}
