/** The schema of scan reports, as `cornichon schema report` publishes it. Verdicts, severities and codes come from their table. */
import { z } from "zod";
import { CODES, SEVERITY_ORDER, VERDICT_ORDER } from "../../sandbox/finding/codes.js";

const verdict = z.enum(VERDICT_ORDER);

/** A finding as reports have it. */
export const findingSchema = z.object({
  code: z.enum(Object.keys(CODES)),
  severity: z.enum(SEVERITY_ORDER),
  message: z.string(),
  offset: z.int().min(0),
  opcode: z.string().optional(),
  global: z.string().optional(),
  /** The call that it is about, as inert text. */
  call: z.string().optional(),
  /** What to do about this very finding. */
  advice: z.string().optional(),
  /** Set where a baseline or an exception of the policy accepts it. */
  accepted: z.object({ by: z.enum(["baseline", "exception"]), reason: z.string().optional(), until: z.string().optional() }).optional(),
});

/** A name that a pickle asks for. */
export const globalSchema = z.object({
  module: z.string(),
  name: z.string(),
  use: z.enum(["call", "new", "build", "reference"]),
  listed: z.boolean(),
});

/** An artifact's line, or a member's. */
export const artifactSchema = z.object({
  path: z.string(),
  member: z.string().optional(),
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  bytes: z.int().min(0).nullable(),
  kind: z.string(),
  encodings: z.array(z.string()),
  protocol: z.int().min(0).nullable(),
  verdict,
  /** Of a member: the worst of what lies in it, where that is not safe. */
  inside: verdict.optional(),
  /** What is left of it when accepted findings are taken away, where that is another. */
  remaining: verdict.optional(),
  root: z.string().nullable(),
  globals: z.array(globalSchema),
  versions: z.record(z.string(), z.string()),
  findings: z.array(findingSchema),
  /** What was left out because the report was long enough, counted; members by their verdicts. */
  moreFindings: z.int().min(1).optional(),
  moreGlobals: z.int().min(1).optional(),
  moreMembers: z.partialRecord(verdict, z.int().min(1)).optional(),
});

/** A scan report. */
export const reportSchema = z.object({
  version: z.literal(1),
  tool: z.object({ name: z.literal("cornichon"), version: z.string() }),
  /** How it was made: the Node that ran the command, the policy that let them pass, the limits that stopped them. */
  node: z.string().optional(),
  /** The file that options came from, beside what was typed. */
  config: z.object({ path: z.string(), sha256: z.string().regex(/^[0-9a-f]{64}$/) }).optional(),
  policy: z
    .object({
      /** Hex SHA-256 of the table as it was used: another policy has another. */
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
      /** What --allow, --family, --no-family and the policy file ask for. */
      allow: z.array(z.string()),
      families: z.array(z.string()),
      noFamilies: z.array(z.string()).optional(),
    })
    .optional(),
  limits: z.record(z.string(), z.number()).optional(),
  summary: z.object({
    artifacts: z.int().min(0),
    ...Object.fromEntries(VERDICT_ORDER.map((one) => [one, z.int().min(0)])),
    /** What a walk met that is no artifact, and of which kinds it was. */
    skipped: z.int().min(0),
    skippedKinds: z.record(z.string(), z.int().min(1)),
    /** Findings that a baseline or an exception accepts, where there is one. */
    accepted: z.int().min(0).optional(),
  }),
  artifacts: z.array(artifactSchema),
  /** What a walk met that is no artifact, with its kind; what found no room is counted. */
  skipped: z.array(z.object({ path: z.string(), kind: z.string() })),
  moreSkipped: z.int().min(1).optional(),
});
