/**
 * Where the estimators of a document are: at its root, or inside dicts, lists, tuples, what is derived from those
 * (OrderedDict, defaultdict, Bunch) and object arrays (`{"model": …, "metadata": …}`). What stands inside an estimator is
 * found by its path alone (`paths.ts`), never by looking: a Pipeline is one model.
 */
import { CornichonError, type Shown, sentence, showList, showText } from "../errors.js";
import { isObject, type NeutralDocument, own, type References, typeOf } from "../neutral/document.js";
import { itemsIn, type Path, partsInside, pathText, placeAt } from "./paths.js";

export { pathText } from "./paths.js";

const MAX_LOOKS = 100_000;
const MOST_LISTED = 20;

/** Classes that are estimators although their state tells no version (sklearn 0.17 wrote none). */
export type Known = (className: string) => boolean;

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

const classOf = (value: unknown): string => {
  const name = typeOf(value) === "object" ? own(value, "class") : null;
  return typeof name === "string" ? name : "";
};

/** Estimators at the root or inside what holds values; each one once, however often it is referred to. */
export function findEstimators(root: unknown, references: References, known: Known): FoundEstimator[] {
  const found: FoundEstimator[] = [];
  const queue: Look[] = [{ value: root, part: "", from: null }];
  for (const look of queue) {
    const { value } = look;
    if (typeOf(value) === "ref") continue;
    if (isEstimator(value, references, known)) {
      found.push({ path: pathOf(look), value, className: classOf(value) });
      continue;
    }
    for (const [part, inner] of itemsIn(value)) {
      if (queue.length >= MAX_LOOKS) break;
      if (typeof inner === "object" && inner !== null) queue.push({ value: inner, part, from: look });
    }
  }
  return found;
}

/** An estimator has parameters or fitted attributes and says its version, or is one that we know. */
function isEstimator(value: unknown, references: References, known: Known): boolean {
  const className = classOf(value);
  const state = references.resolve(own(value, "state"));
  return isObject(state) && ((className.startsWith("sklearn.") && Object.hasOwn(state, "_sklearn_version")) || known(className));
}

/** What there is to choose from: the estimators, and what the first of them hold, by paths that `--select` takes. */
function choices(found: readonly FoundEstimator[], references: References): Shown {
  const only = found.length === 1 ? found[0] : undefined;
  const inside = only === undefined ? [] : partsInside(only.value, references, MOST_LISTED);
  const paths = [...found.map(({ path }) => path), ...inside].slice(0, MOST_LISTED);
  return paths.length === 0 ? sentence`none` : showList(paths.map(pathText));
}

function missing(select: string, why: string, found: readonly FoundEstimator[], references: References): CornichonError {
  const there = choices(found, references);
  return new CornichonError("model.missing", sentence`There is no estimator at ${showText(select)}${showText(why)}; there are: ${there}.`, {
    args: { select },
  });
}

function ambiguous(found: readonly FoundEstimator[]): CornichonError {
  const paths = showList(found.slice(0, MOST_LISTED).map((f) => pathText(f.path)));
  return new CornichonError(
    "model.ambiguous",
    sentence`The document holds ${found.length} estimators; choose one with --select: ${paths}.`,
    {
      args: { estimators: found.length },
    },
  );
}

/** What a path leads to: from the root, or, where there is only one estimator, from that one. */
function selected(
  document: NeutralDocument,
  found: readonly FoundEstimator[],
  references: References,
  known: Known,
  select: string,
): FoundEstimator {
  const listed = found.find((f) => pathText(f.path) === select);
  if (listed !== undefined) return listed;
  const only = found.length === 1 ? found[0] : undefined;
  const place = placeAt(document.root, select, references) ?? (only === undefined ? null : placeAt(only.value, select, references));
  if (place === null) throw missing(select, "", found, references);
  const className = classOf(place.value);
  const holds = own(place.value, "pairs") ?? own(place.value, "items");
  if (className !== "" && holds === undefined && isObject(references.resolve(own(place.value, "state"))))
    return { path: place.path, value: place.value, className };
  // A dict or a list that holds one estimator is as good as its path.
  const [first, ...others] = findEstimators(place.value, references, known).map((f) => ({ ...f, path: [...place.path, ...f.path] }));
  if (first === undefined) {
    const what = typeof place.value === "string" ? `, which is ${JSON.stringify(place.value)}` : "";
    throw missing(select, what, found, references);
  }
  if (others.length > 0) throw ambiguous([first, ...others]);
  return first;
}

/** The only estimator of a document, or the one at `select`. @throws CornichonError `model.missing`, `model.ambiguous` */
export function chooseEstimator(document: NeutralDocument, references: References, known: Known, select?: string): FoundEstimator {
  const found = findEstimators(document.root, references, known);
  if (select !== undefined) return selected(document, found, references, known, select);
  const [first, ...others] = found;
  if (first === undefined) throw new CornichonError("model.missing", sentence`The document holds no estimator.`);
  if (others.length > 0) throw ambiguous(found);
  return first;
}
