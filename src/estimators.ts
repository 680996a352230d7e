/** Where the estimators of a document are: at its root, or inside plain dicts, lists and tuples (`{"model": …, "metadata": …}`). */
import { CornichonError, sentence, showList, showText } from "./errors.js";
import { isObject, type NeutralDocument, own, type References, typeOf } from "./neutral/document.js";

const MAX_LOOKS = 100_000;
const MOST_LISTED = 20;

/** Classes that are estimators although their state tells no version (sklearn 0.17 wrote none). */
export type Known = (className: string) => boolean;

type Path = readonly (string | number)[];

/** `a.b[0]`: how a path is written and read by `--select`. */
export const pathText = (path: Path): string =>
  path.map((part, i) => (typeof part === "number" ? `[${part}]` : i === 0 ? part : `.${part}`)).join("") || "(root)";

export interface FoundEstimator {
  readonly path: Path;
  readonly value: unknown;
  readonly className: string;
}

/** Estimators at the root or inside plain dicts, lists and tuples. */
export function findEstimators(root: unknown, references: References, known: Known): FoundEstimator[] {
  const found: FoundEstimator[] = [];
  const queue: { value: unknown; path: Path }[] = [{ value: root, path: [] }];
  for (let i = 0; i < queue.length && i < MAX_LOOKS; i++) {
    const { value: raw, path } = queue[i] ?? { value: null, path: [] };
    if (typeOf(raw) === "ref") continue;
    const className = own(raw, "class");
    if (typeOf(raw) === "object" && typeof className === "string") {
      if (className.startsWith("sklearn.") && isEstimator(raw, references, known)) found.push({ path, value: raw, className });
    } else for (const [part, child] of children(raw)) queue.push({ value: child, path: [...path, part] });
  }
  return found;
}

/** An estimator has parameters or fitted attributes and says its version, or is one that we know. */
function isEstimator(value: unknown, references: References, known: Known): boolean {
  const state = references.resolve(own(value, "state"));
  return isObject(state) && (Object.hasOwn(state, "_sklearn_version") || known(String(own(value, "class"))));
}

function children(value: unknown): (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((child: unknown, i) => [i, child] as const);
  const type = typeOf(value);
  const items = own(value, "items");
  if ((type === "list" || type === "tuple") && Array.isArray(items)) return items.map((child: unknown, i) => [i, child] as const);
  if (type === "dict" && Array.isArray(items))
    return items.flatMap((pair: unknown) => (Array.isArray(pair) && typeof pair[0] === "string" ? [[pair[0], pair[1]] as const] : []));
  return isObject(value) && type === null ? Object.entries(value) : [];
}

/** The only estimator of a document, or the one at `select`. @throws CornichonError `model.missing`, `model.ambiguous` */
export function chooseEstimator(document: NeutralDocument, references: References, known: Known, select?: string): FoundEstimator {
  const found = findEstimators(document.root, references, known);
  const paths = showList(found.slice(0, MOST_LISTED).map((f) => pathText(f.path)));
  if (select !== undefined) {
    const picked = found.find((f) => pathText(f.path) === select);
    if (picked === undefined)
      throw new CornichonError(
        "model.missing",
        sentence`There is no estimator at ${showText(select)}; there are: ${paths === "" ? sentence`none` : paths}.`,
      );
    return picked;
  }
  const [first, ...others] = found;
  if (first === undefined) throw new CornichonError("model.missing", sentence`The document holds no estimator.`);
  if (others.length > 0)
    throw new CornichonError(
      "model.ambiguous",
      sentence`The document holds ${found.length} estimators; choose one with --select: ${paths}.`,
    );
  return first;
}
