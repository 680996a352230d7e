/**
 * Everything that a program can ask for, with the models loaded late: what the command uses, which mostly scans and converts.
 * The library (`index.ts`) is this with the models at hand.
 */
export type { Input } from "./artifact/source.js";
export { CornichonError, FAILURES, type FailureCode } from "./errors.js";
export { csvInput, jsonInput, resultCsv, resultJson } from "./input/predict-input.js";
export { type Coefficients, coefficients, upgradeRules } from "./late.js";
export type { Model, Result, X } from "./model/all.js";
export { arrayOf, type NeutralDocument, readDocument } from "./neutral/document.js";
export type { NDArray } from "./numeric/ndarray.js";
export type { Sparse } from "./numeric/sparse.js";
export { type PolicyFile, policyOf } from "./policy/policy-of.js";
export type { Judgement } from "./report/judgement.js";
export { sarif } from "./report/sarif.js";
export type { ArtifactReport, Finding, Severity, Verdict } from "./report/scan-report.js";
export { showText } from "./report/shown.js";
export type { Summary } from "./report/summary.js";
export { artifactText, summaryText } from "./report/text.js";
export {
  type BatchOptions,
  type ConvertAllOptions,
  type ConvertedFile,
  type ConvertTask,
  convertAll,
  scanAll,
} from "./verbs/batch.js";
export { type ConvertInputOptions, type ConvertResult, convert } from "./verbs/convert.js";
export { type InspectedInstruction, type InspectOptions, type InspectResult, inspect } from "./verbs/inspect.js";
export { LIMIT_NAMES, LIMITS, type LimitName, limitOption, limitText, parseLimit } from "./verbs/limits.js";
export { type LoadOptions, type LoadResult, load } from "./verbs/load.js";
export type { MetadataConflict } from "./verbs/metadata.js";
export { type ScanOptions, type ScanResult, scan } from "./verbs/scan.js";
export { schemaOf } from "./verbs/schema.js";
export { type Check, type VerifyOptions, verify } from "./verbs/verify.js";
export { VERSION } from "./version.js";
