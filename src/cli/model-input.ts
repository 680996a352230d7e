/** What the commands about a model read it from. */
import type { Command } from "commander";
import { isStandardInput } from "../artifact/path.js";
import { CornichonError, sentence, showPath } from "../errors.js";
import type { Input } from "../index.js";
import { type Flags, textFlag } from "./shared.js";

/** The model's file or standard input, which only one can have. */
export function modelInput(path: string, input?: string): Input {
  if (!isStandardInput(path)) return path;
  if (input !== undefined && isStandardInput(input))
    throw new CornichonError("usage", sentence`model and --input cannot both be standard input`);
  return process.stdin;
}

/** Which of a file's pickles, and which member of an archive. */
export const withMemberOptions = (command: Command): Command =>
  command.option("--index <n>", "which pickle of a file with several", "0").option("--member <name>", "this member of an archive");

export function memberOptions(flags: Flags): { readonly index: number; readonly member: string | null } {
  const index = Number(flags["index"] ?? 0);
  if (!Number.isInteger(index) || index < 0) throw new CornichonError("usage", sentence`--index is a number from 0`);
  return { index, member: textFlag(flags, "member") ?? null };
}

/** What is said of a model or a document, said with the file's name. */
export async function ofModel<T>(path: string, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof CornichonError) || !/^(?:model|document)\./.test(error.code)) throw error;
    throw new CornichonError(error.code, sentence`${showPath(path)}: ${error.message}`, { cause: error, args: error.args });
  }
}
