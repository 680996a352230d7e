/**
 * Which files of a run are outputs of it: where a folder is converted into itself, what an earlier run wrote stands among
 * the inputs of the next one. A file whose place is that of another input's output is that output, whatever its bytes, and no
 * input; so a run gives the same as the one before it. What is no artifact has no output (`notes` beside `notes.pkl`), and
 * neither has an output. Files are judged only where two places are one; else no more than names is looked at.
 */
import { basename, dirname, join } from "node:path";
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

/** Where outputs go that have a name of ours. */
const outputOf = ({ output, folder, what }: Placed): string | null => (folder === null || what === "skipped" ? null : output);

export interface OwnOutputs {
  /** True for what stands in the place of another input's output. */
  has(path: string): boolean;
}

export const NO_OUTPUTS: OwnOutputs = { has: () => false };

/** An input, and the place of its output. */
interface Source {
  readonly place: string;
  readonly output: string;
}

/** Places that are an output's and an input's, of those whose source is no output itself. Names grow, so the shortest come first. */
function ownOf(sources: Source[]): ReadonlySet<string> {
  const own = new Set<string>();
  const shortestFirst = sources.sort((a, b) => basename(a.place).length - basename(b.place).length);
  for (const { place, output } of shortestFirst) if (!own.has(place)) own.add(output);
  return own;
}

/** Finds them. `isArtifact` judges what may have written a file that stands there. */
export async function ownOutputs(items: () => Iterable<Placed>, isArtifact: (item: Placed) => Promise<boolean>): Promise<OwnOutputs> {
  const places = new Places();
  const outputs = new Set<string>();
  for (const item of items()) {
    const output = outputOf(item);
    if (output !== null) outputs.add(places.of(output));
  }
  const met = new Set<string>();
  for (const { path } of items()) if (outputs.has(places.of(path))) met.add(places.of(path));
  const sources: Source[] = [];
  if (met.size > 0)
    for (const item of items()) {
      const output = outputOf(item);
      const place = output === null ? null : places.of(output);
      if (place !== null && met.has(place) && (await isArtifact(item))) sources.push({ place: places.of(item.path), output: place });
    }
  const own = ownOf(sources);
  // What appears while the run goes on is what it wrote.
  return { has: (path) => outputs.has(places.of(path)) && (own.has(places.of(path)) || !met.has(places.of(path))) };
}
