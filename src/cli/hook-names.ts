/**
 * pre-commit puts the names of files right behind a hook's options, and a file may be called `--fail-on=never.pkl`. So where
 * pre-commit runs us, what begins with a dash and is the name of a file is that file. Elsewhere `--` says so.
 */
import { lstatSync } from "node:fs";
import { systemPath } from "../artifact/path.js";

function isFile(name: string): boolean {
  try {
    return lstatSync(systemPath(name), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

/** The arguments with such names as paths. */
export function namesOfHook(args: readonly string[], isHook = process.env["PRE_COMMIT"] === "1"): string[] {
  if (!isHook) return [...args];
  const end = args.indexOf("--");
  return args.map((arg, i) => (arg.startsWith("-") && (end < 0 || i < end) && isFile(arg) ? `./${arg}` : arg));
}
