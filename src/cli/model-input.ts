/** What the commands about a model read it from. */
import { isStandardInput } from "../artifact/path.js";
import { CornichonError, sentence } from "../errors.js";
import type { Input } from "../index.js";

/** The model's file or standard input, which only one can have. */
export function modelInput(path: string, input?: string): Input {
  if (!isStandardInput(path)) return path;
  if (input !== undefined && isStandardInput(input))
    throw new CornichonError("usage", sentence`model and --input cannot both be standard input`);
  return process.stdin;
}
