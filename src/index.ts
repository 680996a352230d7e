/**
 * cornichon's library: everything that a program can ask for, and what the command uses. Whatever is not here is an inside.
 *
 * Few programs need all of it, and two hundred estimators, the schemas and the upgrade rules take longer to load than a
 * file takes to judge: they are loaded when one of the functions below asks for them, or the first model is made. (The
 * build gives the library's own file the models at once; the command goes without them.)
 */
import type { Coefficients } from "./model/coefficients.js";
import type { NeutralDocument } from "./neutral/document.js";
import type { PolicyFile } from "./policy/file.js";

export { type Input, NamedFile } from "./artifact/input.js";
export { TOOL_FOLDERS, type TreeChoice } from "./artifact/tree-choice.js";
export { diffMarkdown } from "./diff/markdown.js";
export { diffText } from "./diff/text.js";
export { CornichonError, FAILURES, type FailureCode, showText } from "./errors.js";
export { closeAll as close } from "./host/index.js";
export { type Answer, answerCsv, answerJson, answerLines, resultCsv, resultJson } from "./input/answers.js";
export { csvInput } from "./input/csv.js";
export { jsonInput } from "./input/json.js";
export { resultNpy } from "./input/npy.js";
export type { Written } from "./input/rows.js";
export type { Model, NDArray, Result, X } from "./model/all.js";
export type { Coefficients } from "./model/coefficients.js";
export { arrayOf, type NeutralDocument, readDocument } from "./neutral/document.js";
export type { Sparse } from "./numeric/sparse.js";
export type { PolicyFile } from "./policy/file.js";
export { LIMIT_NAMES, LIMITS, type LimitName, limitOption, limitText, parseLimit } from "./policy/limits.js";
export type { Judgement } from "./report/judgement.js";
export { sarif } from "./report/sarif.js";
export type { ArtifactReport, Finding, Severity, Verdict } from "./report/scan-report.js";
export type { Summary } from "./report/summary.js";
export { artifactText, summaryText } from "./report/text.js";
export { TARGETS } from "./targets/index.js";
export type { BatchOptions } from "./verbs/candidates.js";
export { type ConvertInputOptions, type ConvertResult, convert } from "./verbs/convert.js";
export { type ConvertAllOptions, type ConvertedFile, type ConvertSummary, convertAll } from "./verbs/convert-all.js";
export type { ConvertTask } from "./verbs/convert-tasks.js";
export {
  type AnswerDiff,
  type Difference,
  type DiffOptions,
  type DiffResult,
  type DiffSide,
  diff,
} from "./verbs/diff.js";
export { type InspectedInstruction, type InspectOptions, type InspectResult, inspect } from "./verbs/inspect.js";
export { listFiles } from "./verbs/list-files.js";
export { type Loadable, type LoadOptions, type LoadResult, load } from "./verbs/load.js";
export { type KnownModels, type Manifest, type ManifestFile, type ManifestModel, manifest } from "./verbs/manifest.js";
export { type ManifestChange, type ManifestDifference, manifestChanges } from "./verbs/manifest-changes.js";
export type { BucketPart } from "./verbs/met-objects.js";
export type { MetadataConflict } from "./verbs/metadata.js";
export { createPool, type Pool, type PoolOptions } from "./verbs/pool.js";
export { type PredictOptions, type PredictResult, predict, type XFile, type XSource } from "./verbs/predict.js";
export { type ScanOptions, type ScanResult, scan } from "./verbs/scan.js";
export { type ScanAllOptions, scanAll } from "./verbs/scan-all.js";
export { schemaOf } from "./verbs/schema.js";
export { type Check, type VerifyOptions, verify } from "./verbs/verify.js";
export { VERSION } from "./version.js";

/**
 * The coefficients of a document's only model, or of the one at `select`.
 * @throws CornichonError `model.missing`, `model.ambiguous`, `model.method`
 * @example
 * ```ts
 * import { coefficients, convert, readDocument } from "cornichon";
 *
 * const { document } = await convert("model.pkl");
 * const { model_type, features, intercept } = await coefficients(readDocument(document ?? ""));
 * console.log(model_type, features, typeof intercept); //=> Ridge [ 'MKT', 'SMB', 'HML' ] number
 * ```
 */
export const coefficients = async (document: NeutralDocument, select?: string): Promise<Coefficients> =>
  (await import("./model/coefficients.js")).coefficients(document, select);

/**
 * Classes that predict here, by their newest public path.
 * @example
 * ```ts
 * import { modelClasses } from "cornichon";
 *
 * console.log((await modelClasses()).includes("sklearn.linear_model.Ridge")); //=> true
 * ```
 */
export const modelClasses = async (): Promise<readonly string[]> => (await import("./model/all.js")).MODEL_CLASSES;

/**
 * Classes that each target of `convert` can write, by their newest public path. What of such a class has no exact form is
 * refused all the same.
 * @example
 * ```ts
 * import { targetClasses } from "cornichon";
 *
 * console.log((await targetClasses()).onnx.includes("sklearn.linear_model.Ridge")); //=> true
 * ```
 */
export const targetClasses = async (): Promise<TargetClasses> => {
  const [{ ONNX_CLASSES }, { MIGRATED_CLASSES }] = await Promise.all([import("./targets/onnx/index.js"), import("./migrate/index.js")]);
  return { onnx: ONNX_CLASSES, code: ONNX_CLASSES, skops: MIGRATED_CLASSES, pickle: MIGRATED_CLASSES };
};

/**
 * Classes by the target that can write them.
 * @see targetClasses
 */
export type TargetClasses = Readonly<Record<"onnx" | "code" | "skops" | "pickle", readonly string[]>>;

/**
 * What `--view upgrade` changes: classes (`*` for all of sklearn's) and what is done to their attributes.
 * @example
 * ```ts
 * import { upgradeRules } from "cornichon";
 *
 * const rules = await upgradeRules();
 * console.log(rules.find(({ classes }) => classes.includes("sklearn.decomposition.PCA"))?.doc); //=> `n_features_` is `n_features_in_`
 * ```
 */
export const upgradeRules = async (): Promise<readonly { readonly classes: readonly string[]; readonly doc: string }[]> =>
  (await import("./upgrade/rules/index.js")).RULES.map(({ classes, doc }) => ({ classes, doc }));

/**
 * Checks a parsed policy file; `name` names it in messages.
 * @throws CornichonError `policy.malformed`
 * @example
 * ```ts
 * import { readFile } from "node:fs/promises";
 * import { policyOf, scan } from "cornichon";
 *
 * const { allow, limits } = await policyOf(JSON.parse(await readFile("policy.json", "utf8")), "policy.json");
 * const { verdict } = await scan("model.joblib", { policy: { allow }, limits });
 * console.log(allow, limits, verdict); //=> [ 'shop.Basket' ] { timeout: 30 } safe
 * ```
 */
export const policyOf = async (parsed: unknown, name: string): Promise<PolicyFile> =>
  (await import("./policy/file.js")).readPolicyFile(parsed, name);
