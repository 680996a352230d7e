/** What the service remembers: the last report of a file, the audit log, jobs. Each tenant sees its own. */
import { Readable } from "node:stream";
import * as z from "zod";
import { CornichonError, sentence, showText } from "../../errors.js";
import { reportSchema } from "../../report/schema.js";
import { type App, type Context, tenantOf } from "../context.js";
import { notFound } from "../problem.js";
import { reportOf } from "../report.js";
import { JOB_STATUS } from "../work/jobs.js";
import { FLAG } from "./flag.js";
import { told } from "./told.js";

const SHA256 = z.object({
  sha256: z
    .string()
    .regex(/^[\da-f]{64}$/)
    .describe("Hex SHA-256 of the file."),
});
const ID = z.object({ id: z.string().max(64) });
const SINCE = z.object({
  since: z
    .string()
    .max(64)
    .optional()
    .describe("A time (2026-01-31T12:00:00Z; without a zone it is UTC), a day, or milliseconds since 1970."),
});

const JOB = z.object({
  status: JOB_STATUS,
  report: reportSchema.optional(),
  problem: z.looseObject({}).optional(),
});

/** Days and times of ISO 8601, as RFC 3339 has them; a `+` that came as a blank is one all the same. */
const DAY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+ -]\d\d:?\d\d)?$/i;

/** A time in milliseconds, NaN for none. Without a zone it is UTC, whatever zone the service runs in. */
function millisecondsOf(text: string): number {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  if (DAY.test(text)) return Date.parse(text);
  const [, day, time, zone = "Z"] = TIME.exec(text) ?? [];
  return day === undefined || time === undefined ? Number.NaN : Date.parse(`${day}T${time}${zone.replace(" ", "+").toUpperCase()}`);
}

/** @throws CornichonError `request.malformed` */
function timeOf(text: string | undefined): number {
  if (text === undefined || text === "") return 0;
  const time = millisecondsOf(text);
  if (Number.isFinite(time)) return time;
  throw new CornichonError("request.malformed", sentence`since is a time such as 2026-01-31T12:00:00Z, not ${showText(text)}.`);
}

async function* ndjson(lines: AsyncIterable<object>): AsyncGenerator<string> {
  for await (const line of lines) yield `${JSON.stringify(line)}\n`;
}

export function keptRoutes(app: App, context: Context): void {
  const { service, jobs } = context;
  app.get(
    "/v1/artifacts/:sha256",
    {
      schema: {
        summary: "The last report of a file",
        description: "For this policy and this version; another has judged nothing yet.",
        tags: ["artifacts"],
        params: SHA256,
        querystring: z.object({ deep: FLAG.optional() }),
        response: { 200: told(reportSchema) },
      },
    },
    async (request) => {
      const { sha256 } = request.params;
      const policy = await service.policyOf({ deep: request.query.deep ?? false });
      const damaged = (): void => request.log.error({ sha256 }, "a kept report is damaged and was passed over");
      const known = await service.store.result(tenantOf(request), sha256, policy, damaged);
      if (known === null) throw notFound(sentence`No file of this hash was judged under this policy by this version.`);
      return reportOf(known.artifacts);
    },
  );
  app.get(
    "/v1/audit",
    { schema: { summary: "Who had what judged", description: "NDJSON, the oldest first.", tags: ["audit"], querystring: SINCE } },
    async (request, reply) => {
      const damaged = (id: number): void => request.log.error({ id }, "a line of the log is damaged and was passed over");
      const lines = service.store.audit(tenantOf(request), timeOf(request.query.since), damaged);
      return reply.type("application/x-ndjson").send(Readable.from(ndjson(lines)));
    },
  );
  app.get(
    "/v1/jobs/:id",
    { schema: { summary: "How a job goes", tags: ["artifacts"], params: ID, response: { 200: told(JOB) } } },
    async (request) => {
      const seen = await jobs.see(tenantOf(request), request.params.id);
      if (seen === null) throw notFound(sentence`There is no such job.`);
      return seen;
    },
  );
}
