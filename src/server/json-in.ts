/** JSON of others, by its schema. */
import type * as z from "zod";

/** Null when the text is no JSON, or not of that shape. */
export function jsonIn<T>(text: string, schema: z.ZodType<T>): T | null {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return null;
  }
}
