/**
 * Which files of a run are outputs of it: where a folder is converted into itself, what an earlier run wrote stands among
 * the inputs of the next one. A file whose place is that of another input's output is that output, whatever its bytes, and no
 * input; so a run gives the same as the one before it. In a folder that holds for the outputs of every target, or a run to
 * pickle would take in what one to skops wrote, and so on without end; who names such a file means it. What is no artifact
 * has no output (`notes` beside `notes.pkl`), and neither has an output. Files are judged only where two places are one; else
 * no more than names is looked at.
 */
import { basename, dirname, join } from "node:path";
import { EXTENSIONS } from "../targets/index.js";
import { keyOf, type Placed, realPath } from "./convert-tasks.js";

/** Places by what folders really are: one file has many names. A folder is asked once. */
class Places {
  readonly #folders = new Map<string, string>();

  of(path: string): string {
    const folder = dirname(path);
    const real = this.#folders.get(folder) ?? realPath(folder);
    this.#folders.set(folder, real);
    return keyOf(join(real, basename(path)));
  }
}

/** A file of the run: where it stands, and whether it was named or met. */
type Standing = Pick<Placed, "path" | "what">;

export interface OwnOutputs {
  /** True for what stands in the place of another input's output. */
  has(file: Standing): boolean;
}

export const NO_OUTPUTS: OwnOutputs = { has: () => false };

/** A place without the end of its name; null where the name ends otherwise. */
const stemOf = (place: string, end: string): string | null => (place.endsWith(`.${end}`) ? place.slice(0, -end.length - 1) : null);

/** An input: the stems that its name would have as an output, and the stem of its own outputs. */
interface Source {
  readonly name: string;
  readonly from: readonly string[];
  readonly stem: string;
}

/** Stems of outputs whose source is no output itself. Names grow, so the shortest come first. */
function stemsOf(sources: Source[]): ReadonlySet<string> {
  const own = new Set<string>();
  const shortestFirst = sources.sort((a, b) => a.name.length - b.name.length);
  for (const { from, stem } of shortestFirst) if (!from.some((one) => own.has(one))) own.add(stem);
  return own;
}

/**
 * Finds them; `extension` is that of this run's outputs. `isArtifact` judges what may have written a file that stands there.
 */
export async function ownOutputs(
  items: () => Iterable<Placed>,
  extension: string,
  isArtifact: (item: Placed) => Promise<boolean>,
): Promise<OwnOutputs> {
  const places = new Places();
  const outputOf = ({ output, folder, what }: Placed): string | null =>
    output === null || folder === null || what === "skipped" ? null : stemOf(places.of(output), extension);
  const stems = new Set<string>();
  for (const item of items()) {
    const stem = outputOf(item);
    if (stem !== null) stems.add(stem);
  }
  const endsOf = ({ what }: Standing): readonly string[] => (what === "given" ? [extension] : EXTENSIONS);
  const fromOf = (file: Standing): string[] =>
    endsOf(file).flatMap((end) => {
      const stem = stemOf(places.of(file.path), end);
      return stem !== null && stems.has(stem) ? [stem] : [];
    });
  const met = new Set<string>();
  const wanted = new Set<string>();
  for (const item of items()) {
    const from = fromOf(item);
    if (from.length > 0) met.add(places.of(item.path));
    for (const stem of from) wanted.add(stem);
  }
  const sources: Source[] = [];
  if (met.size > 0)
    for (const item of items()) {
      const stem = outputOf(item);
      if (stem !== null && wanted.has(stem) && (await isArtifact(item)))
        sources.push({ name: basename(item.path), from: fromOf(item), stem });
    }
  const own = stemsOf(sources);
  // What appears while the run goes on is what it wrote.
  const isOwn = (from: readonly string[], path: string): boolean => from.some((stem) => own.has(stem)) || !met.has(places.of(path));
  return {
    has(file) {
      const from = fromOf(file);
      return from.length > 0 && isOwn(from, file.path);
    },
  };
}
