/**
 * What a file is called by the naming rule `model_v1.0.0_2024-01-15.joblib`: a version and a date, each only in exactly its form,
 * between `_`, `-`, dots or spaces. A pre-release is a part of its version: 1.0.0-rc1 is not 1.0.0.
 */

/** A file's name in its parts. */
export interface NamedModel {
  readonly name: string;
  readonly version: string | null;
  readonly date: string | null;
}

/** `v`, two to four numbers, and what says that they are not out yet, as semantic versions (`-rc.1`) and Python (`rc1`) write it. */
const VERSION = /(?:^|[\s_.-])v(\d+(?:\.\d+){1,3}(?:[abc]\d+|[.-]?(?:alpha|beta|rc|preview|pre|dev|post)(?:\.?\d+)?)?)(?=$|[\s_.-])/i;
const DATE = /(?:^|[\s_-])(\d{4})-(\d{2})-(\d{2})(?=$|[\s_.-])/;
/** Endings that say the format, and those of compression behind them. */
const ENDINGS = /(?:\.(?:pkl|pickle|joblib|npy|npz|skops|pt|pth|bin|zip|tar))?(?:\.(?:z|gz|bz2|xz|lzma|lz4|zst))?$/i;

/** Version and date, and the name without them and without its endings. */
export function namedModel(fileName: string): NamedModel {
  const version = VERSION.exec(fileName);
  const date = DATE.exec(fileName);
  const real = date !== null && isDate(Number(date[1]), Number(date[2]), Number(date[3])) ? date : null;
  const stem = fileName.replace(ENDINGS, "");
  const name = stem.replace(version?.[0] ?? "", "").replace(real?.[0] ?? "", "");
  return {
    name: name.replace(/^[\s_-]+/, "").trimEnd() || stem || fileName,
    version: version?.[1] ?? null,
    date: real === null ? null : `${real[1]}-${real[2]}-${real[3]}`,
  };
}

function isDate(year: number, month: number, day: number): boolean {
  const date = new Date(Date.UTC(year, month - 1, day));
  return year >= 1970 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
}
