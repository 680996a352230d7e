/** The versions of sklearn whose answers about X are kept in `scripts/inputs/asked`, as "major.minor", oldest first. */
import { readdirSync } from "node:fs";

/** Below 0 where the first is older. */
export function compareVersions(a: string, b: string): number {
  const [major = 0, minor = 0] = a.split(".").map(Number);
  const [otherMajor = 0, otherMinor = 0] = b.split(".").map(Number);
  return major - otherMajor || minor - otherMinor;
}

export const VERSIONS: readonly string[] = readdirSync(new URL("../../scripts/inputs/asked/", import.meta.url))
  .map((name) => name.split(".").slice(0, 2).join("."))
  .sort(compareVersions);
