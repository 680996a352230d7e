/** JSON Schemas of what goes out, and the published codes: from zod and from the tables that the program itself uses. */
import { FAILURES } from "../errors.js";
import { explained, FINDING_CODES } from "../report/explain.js";

/** What can be asked for. */
export type SchemaName = "neutral" | "report" | "policy" | "codes";

/**
 * The schema (or list of codes) of that name. Loads zod only when it is called.
 * @example
 * ```ts
 * import { schemaOf } from "cornichon";
 *
 * const codes = JSON.parse(JSON.stringify(await schemaOf("codes")));
 * console.log(Object.keys(codes), codes.findings[0].code); //=> [ 'findings', 'failures' ] global.dangerous
 * ```
 */
export async function schemaOf(name: SchemaName): Promise<object> {
  if (name === "codes") {
    return { findings: FINDING_CODES.map(explained), failures: Object.entries(FAILURES).map(([code, meaning]) => ({ code, meaning })) };
  }
  const { z } = await import("zod");
  if (name === "policy") return z.toJSONSchema((await import("../policy/file.js")).policySchema, { io: "input" });
  const schema =
    name === "neutral" ? (await import("../neutral/schema.js")).neutralSchema : (await import("../report/schema.js")).reportSchema;
  return z.toJSONSchema(schema, { reused: "ref" });
}
