/** The schema of a policy's exceptions. Apart from what they do, so that a scan does not load a schema library. */
import { z } from "zod";
import { isFindingCode } from "../../sandbox/finding/codes.js";
import type { PolicyException } from "./exceptions.js";
import { globMatch } from "./glob.js";

const isDay = (text: string): boolean => {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
};

export const exceptionSchema = z
  .strictObject({
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/, "is no SHA-256 of 64 hex digits")
      .optional()
      .describe("SHA-256 of the file, or of a member of an archive"),
    path: z
      .string()
      .refine((glob) => globMatch(glob) !== null, "is no glob of up to 500 characters and 8 wildcards")
      .optional()
      .describe("glob of paths, from the working directory; without sha256 it covers nothing that is dangerous"),
    code: z.string().refine(isFindingCode, "is no finding's code (cornichon explain lists them)").describe("the finding's code"),
    reason: z
      .string()
      .max(1000)
      .refine((text) => text.trim() !== "", "is empty: say why it may pass")
      .describe("why it may pass"),
    until: z.string().refine(isDay, "is no day such as 2026-12-31").optional().describe("the last day on which it counts (UTC)"),
  })
  .refine(({ sha256, path }) => sha256 !== undefined || path !== undefined, "needs sha256 or path");

/** An exception as the schema leaves it. */
export function exceptionOf({ sha256, path, code, reason, until }: z.infer<typeof exceptionSchema>): PolicyException[] {
  if (!isFindingCode(code)) return [];
  return [
    {
      ...(sha256 === undefined ? {} : { sha256 }),
      ...(path === undefined ? {} : { path }),
      code,
      reason,
      ...(until === undefined ? {} : { until }),
    },
  ];
}
