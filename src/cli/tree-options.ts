/** What of directories is walked: the same options, in the same words, on every command that takes directories. */
import type { Command } from "commander";
import { TOOL_FOLDERS } from "../artifact/tree-choice.js";
import { collect, type Flags, texts } from "./shared.js";

export const withTreeOptions = (command: Command): Command =>
  command
    .option("--include <glob>", "of a directory, only files that match (repeatable)", collect)
    .option("--exclude <glob>", "of a directory, no files or folders that match (repeatable)", collect)
    .option("--gitignore", "leave out what .gitignore files in a directory exclude")
    .option("--all-folders", `walk folders of tools, too (${TOOL_FOLDERS.join(", ")})`)
    .option("--no-follow", "name symbolic links instead of following them inside the directory");

export const treeOptions = (flags: Flags) => ({
  include: texts(flags["include"]),
  exclude: texts(flags["exclude"]),
  gitignore: flags["gitignore"] === true,
  allFolders: flags["allFolders"] === true,
  follow: flags["follow"] !== false,
});
