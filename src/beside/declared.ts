/**
 * What stands in the files beside a model: which file the model is, and which versions it was made with. All of it is
 * text of whoever made the folder: names are compared, a path is only followed by `model-folder.ts`, versions are shown.
 */
import { at, type Plain, readYaml } from "./yaml.js";

/** A version that a file says, with its name for messages. */
export interface Declared {
  readonly file: string;
  readonly library: string;
  readonly version: string;
}

/** What a folder says of its model. */
export interface FolderFacts {
  readonly kind: "mlflow" | "huggingface";
  /** The file that says so. */
  readonly from: string;
  /** The model's path, as it stands there. */
  readonly model: string;
  readonly versions: readonly Declared[];
}

/** Names of packages, as reports have them. */
const LIBRARIES: ReadonlyMap<string, string> = new Map([
  ["scikit-learn", "sklearn"],
  ["sklearn", "sklearn"],
  ["numpy", "numpy"],
  ["scipy", "scipy"],
  ["pandas", "pandas"],
  ["joblib", "joblib"],
  ["xgboost", "xgboost"],
  ["lightgbm", "lightgbm"],
  ["catboost", "catboost"],
  ["python", "python"],
]);

const LONGEST_VERSION = 40;

/** `scikit-learn==1.2.2` of pip, `python=3.9.16` of conda; a range is no version. */
const PINNED = /^([\w.-]+)\s*(?:\[[^\]]*\])?\s*={1,3}\s*([\w.+!-]+)\s*(?:;.*)?$/;

function pinned(file: string, lines: readonly unknown[]): Declared[] {
  return lines.flatMap((line) => {
    const found = typeof line === "string" ? PINNED.exec(line.trim()) : null;
    const library = LIBRARIES.get(found?.[1]?.toLowerCase().replaceAll("_", "-") ?? "");
    const version = found?.[2] ?? "";
    return library === undefined || version.length > LONGEST_VERSION ? [] : [{ file, library, version }];
  });
}

const listOf = (value: Plain | undefined): readonly Plain[] => (Array.isArray(value) ? value : []);

/** `requirements.txt`, options and comments left out. */
export const requirements = (file: string, text: string): Declared[] =>
  pinned(
    file,
    text.split(/\r?\n/).map((line) => line.replace(/\s+#.*$/, "").replace(/\s+--.*$/, "")),
  );

/** `conda.yaml`, pip's part of it as well; `python_env.yaml`. */
export function environment(file: string, text: string): Declared[] {
  const root = readYaml(text);
  const dependencies = listOf(at(root, "dependencies"));
  const pip = dependencies.flatMap((one) => listOf(at(one, "pip")));
  const python = at(root, "python");
  return pinned(file, [...dependencies, ...pip, ...(typeof python === "string" ? [`python==${python}`] : [])]);
}

/** Where MLflow's flavours name the pickled model. */
const MLFLOW_MODEL = [
  ["flavors", "sklearn", "pickled_model"],
  ["flavors", "python_function", "model_path"],
  ["flavors", "python_function", "data"],
  ["flavors", "python_function", "python_model"],
] as const;

const MLFLOW_VERSIONS = [
  ["sklearn", ["flavors", "sklearn", "sklearn_version"]],
  ["python", ["flavors", "python_function", "python_version"]],
  ["xgboost", ["flavors", "xgboost", "xgb_version"]],
  ["lightgbm", ["flavors", "lightgbm", "lgb_version"]],
  ["catboost", ["flavors", "catboost", "catboost_version"]],
] as const;

/** What `MLmodel` says; null where it names no pickled model, or is not read. */
export function mlmodel(text: string): FolderFacts | null {
  const root = readYaml(text);
  const model = MLFLOW_MODEL.map((keys) => at(root, ...keys)).find((value) => typeof value === "string");
  if (typeof model !== "string") return null;
  const versions = MLFLOW_VERSIONS.flatMap(([library, keys]) => {
    const version = at(root, ...keys);
    return typeof version === "string" ? pinned("MLmodel", [`${library}==${version}`]) : [];
  });
  return { kind: "mlflow", from: "MLmodel", model, versions };
}

const property = (value: unknown, key: string): unknown =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** What skops writes into `config.json` of a repository. */
export function hubConfig(text: string): FolderFacts | null {
  const sklearn = property(parsed(text), "sklearn");
  const model = property(property(sklearn, "model"), "file");
  const listed = property(sklearn, "environment");
  if (typeof model !== "string") return null;
  return { kind: "huggingface", from: "config.json", model, versions: pinned("config.json", Array.isArray(listed) ? listed : []) };
}

/** What the front matter of a model card says. */
export function modelCard(text: string): FolderFacts | null {
  const matter = /^---\r?\n([\s\S]*?)\r?\n---(?:\r?\n|$)/.exec(text)?.[1];
  const model = matter === undefined ? undefined : at(readYaml(matter), "model_file");
  return typeof model === "string" ? { kind: "huggingface", from: "README.md", model, versions: [] } : null;
}
