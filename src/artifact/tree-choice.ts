/** What of a directory is walked. */

/**
 * Folders that hold no models but those of others: history, installed packages, caches of Python.
 * @example
 * ```ts
 * import { TOOL_FOLDERS } from "cornichon";
 *
 * console.log(TOOL_FOLDERS.includes("node_modules")); //=> true
 * ```
 */
export const TOOL_FOLDERS: readonly string[] = [".git", "node_modules", "__pycache__", ".venv"];

/**
 * What of a directory is walked.
 * @see ScanAllOptions
 */
export interface TreeChoice {
  /** Only files that match one of these globs. One without `/` is held against the name alone. */
  readonly include?: readonly string[];
  /** No files and folders that match one of these. */
  readonly exclude?: readonly string[];
  /** What `.gitignore` files in the tree exclude is left out. */
  readonly gitignore?: boolean;
  /** Folders of tools are walked, too. */
  readonly allFolders?: boolean;
  /** Symbolic links in a directory are followed inside it; true unless told otherwise. */
  readonly follow?: boolean;
}
