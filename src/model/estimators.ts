/** Where the estimators of a document are: at its root, or inside plain dicts, lists and tuples (`{"model": …, "metadata": …}`). */
import { CornichonError, sentence, showList, showText } from "../errors.js";
import { isObject, type NeutralDocument, own, type References, typeOf } from "../neutral/document.js";

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

/** A value that is looked at, and how it was reached: paths are only put together for what is found. */
interface Look {
  readonly value: unknown;
  readonly part: string | number;
  readonly from: Look | null;
}

function pathOf(look: Look): Path {
  const path: (string | number)[] = [];
  for (let at: Look = look; at.from !== null; at = at.from) path.push(at.part);
  return path.reverse();
}

/** Estimators at the root or inside plain dicts, lists and tuples. */
export function findEstimators(root: unknown, references: References, known: Known): FoundEstimator[] {
  const found: FoundEstimator[] = [];
  const queue: Look[] = [{ value: root, part: "", from: null }];
  for (const look of queue) {
    const raw = look.value;
    if (typeOf(raw) === "ref") continue;
    const className = own(raw, "class");
    if (typeOf(raw) === "object" && typeof className === "string") {
      if (className.startsWith("sklearn.") && isEstimator(raw, references, known))
        found.push({ path: pathOf(look), value: raw, className });
      continue;
    }
    for (const [part, value] of children(raw)) {
      if (queue.length >= MAX_LOOKS) break;
      if (typeof value === "object" && value !== null) queue.push({ value, part, from: look });
    }
  }
  return found;
}

/** An estimator has parameters or fitted attributes and says its version, or is one that we know. */
function isEstimator(value: unknown, references: References, known: Known): boolean {
  const state = references.resolve(own(value, "state"));
  return isObject(state) && (Object.hasOwn(state, "_sklearn_version") || known(String(own(value, "class"))));
}

function* children(value: unknown): Generator<readonly [string | number, unknown]> {
  const type = typeOf(value);
  const items: unknown = Array.isArray(value) ? value : own(value, "items");
  if (Array.isArray(items) && (items === value || type === "list" || type === "tuple")) yield* items.entries();
  else if (Array.isArray(items) && type === "dict") {
    for (const pair of items) if (Array.isArray(pair) && typeof pair[0] === "string") yield [pair[0], pair[1]];
  } else if (isObject(value) && type === null) yield* Object.entries(value);
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
        { args: { select } },
      );
    return picked;
  }
  const [first, ...others] = found;
  if (first === undefined) throw new CornichonError("model.missing", sentence`The document holds no estimator.`);
  if (others.length > 0)
    throw new CornichonError(
      "model.ambiguous",
      sentence`The document holds ${found.length} estimators; choose one with --select: ${paths}.`,
      { args: { estimators: found.length } },
    );
  return first;
}
