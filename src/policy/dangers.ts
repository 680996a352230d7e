/** The words for dangerous names: kept apart from the tables, so that messages can be written without them. */

import type { DangerId } from "../../sandbox/wire/policy.js";

/** Why a name is dangerous, by the id that the table and findings carry. */
export const DANGERS = Object.freeze({
  code: "runs Python code or builds code objects",
  process: "starts a process or a shell",
  file: "opens, writes or removes files",
  network: "reaches the network",
  import: "imports a module chosen by the file",
  deserialise: "unpickles or loads other data, which may run code",
  attribute: "reaches any attribute of any object",
  gadget: "calls another function that the file chooses",
  constructor: "makes an instance of any class",
  native: "calls native code or reads raw memory",
  runtime: "changes or inspects the running interpreter",
} as const satisfies Readonly<Record<DangerId, string>>);
