/** What `cornichon schema` prints: the library's schemas and codes, and the command's own configuration. */
import type { schemaOf } from "../index.js";

export const SCHEMAS = ["neutral", "report", "policy", "config", "codes"] as const satisfies readonly (
  | Parameters<typeof schemaOf>[0]
  | "config"
)[];
