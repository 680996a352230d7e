/** Policy files for programs: the schema is only loaded when a file is checked, since few runs have one. */
import type { PolicyFile } from "./file.js";

export type { PolicyFile } from "./file.js";

/** Checks a parsed policy file; `name` names it in messages. @throws CornichonError `policy.malformed` */
export const policyOf = async (parsed: unknown, name: string): Promise<PolicyFile> =>
  (await import("./file.js")).readPolicyFile(parsed, name);
