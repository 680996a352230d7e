/**
 * Where an artifact lies, as code hosts want to know it: relative to the repository, which is the nearest folder upwards
 * from the working directory that has `.git`, else the working directory itself. What lies outside keeps its whole path.
 *
 * Paths are those of reports (`reportPath`), so a byte that is not UTF-8 comes as `\xff`; in a URI it is that byte again.
 */
import { existsSync } from "node:fs";
import { dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { reportPath } from "../errors.js";

/** A SARIF reference to a file. */
export interface FileReference {
  readonly uri: string;
  readonly uriBaseId?: string;
}

export const SOURCE_ROOT = "%SRCROOT%";

function repositoryOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, ".git"))) return at;
    if (dirname(at) === at) return folder;
  }
}

const posix = (path: string): string => (sep === "\\" ? path.replaceAll("\\", "/") : path);

/** A part of a path, percent-encoded. A byte that is not UTF-8 (`\xff` in the path) is that byte. */
const encodedPart = (part: string): string =>
  encodeURIComponent(part).replace(/%5Cx([\da-f]{2})/g, (_all, hex: string) => `%${hex.toUpperCase()}`);

const encoded = (path: string): string => posix(path).split("/").map(encodedPart).join("/");

/** `/a b` as `file:///a%20b`. A drive's letter is no part to encode. */
const fileUri = (path: string): string => (sep === "\\" ? pathToFileURL(path).href : `file://${encoded(path)}`);

/** The working directory, or the root where it is gone. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch {
    return resolve("/");
  }
}

export class Places {
  readonly #given: string | null;
  /** Looked for when the first path is asked about: most formats ask about none. */
  #found: { readonly folder: string; readonly root: string } | null = null;

  /** `folder` stands for the working directory. */
  constructor(folder: string | null = null) {
    this.#given = folder;
  }

  get #here(): { readonly folder: string; readonly root: string } {
    if (this.#found === null) {
      const folder = this.#given ?? workingDirectory();
      this.#found = { folder: reportPath(folder), root: reportPath(repositoryOf(folder)) };
    }
    return this.#found;
  }

  /** The repository's folder, as a URI that ends in a slash. */
  get rootUri(): string {
    const uri = fileUri(this.#here.root);
    return uri.endsWith("/") ? uri : `${uri}/`;
  }

  /** The path relative to the repository, or the whole one outside of it; parted by slashes. Standard input stays `-`. */
  shown(path: string): string {
    return posix(this.#inside(path) ?? resolve(this.#here.folder, path));
  }

  reference(path: string): FileReference {
    const inside = this.#inside(path);
    if (inside === null) return { uri: fileUri(resolve(this.#here.folder, path)) };
    return path === "-" ? { uri: "-" } : { uri: encoded(inside), uriBaseId: SOURCE_ROOT };
  }

  #inside(path: string): string | null {
    if (path === "-") return path;
    const below = relative(this.#here.root, resolve(this.#here.folder, path));
    return below === ".." || below.startsWith(`..${sep}`) || isAbsolute(below) ? null : below === "" ? "." : below;
  }
}
