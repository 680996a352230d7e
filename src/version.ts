/** The package's version, put in by the build; from source it is read from package.json. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

declare const CORNICHON_VERSION: string | undefined;

function fromPackage(): string {
  const parsed: unknown = JSON.parse(readFileSync(fileURLToPath(new URL("../package.json", import.meta.url)), "utf8"));
  return typeof parsed === "object" && parsed !== null && "version" in parsed ? String(parsed.version) : "0.0.0";
}

/**
 * The version of this package.
 * @example
 * ```ts
 * import { VERSION } from "cornichon";
 *
 * console.log(/^\d+\.\d+\.\d+/.test(VERSION)); //=> true
 * ```
 */
export const VERSION: string = typeof CORNICHON_VERSION === "string" ? CORNICHON_VERSION : fromPackage();
