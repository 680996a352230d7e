/** `POST /v1/scan`: uploads judged, at once or as a job; a dangerous file is a 200, for the verdict is the answer. */
import * as z from "zod";
import { CornichonError, sentence } from "../../errors.js";
import { reportSchema } from "../../report/schema.js";
import { type App, type Context, leaving, tenantOf } from "../context.js";
import { reportOf } from "../report.js";
import { handOver, type Taken, takeUploads, withUploads } from "../uploads.js";
import { FLAG } from "./flag.js";
import { inTurn, ReportLines } from "./report-lines.js";
import { told } from "./told.js";

/** Files of one form that are judged at a time: the next one's turn comes when a report before it is written down. */
const AT_ONCE = 4;

const QUERY = z.object({
  name: z.string().optional().describe("The file's name, where the body is the file."),
  deep: FLAG.optional().describe("Judge bytes and texts that spell a pickle as members."),
});

const QUEUED = z.object({ id: z.string(), status: z.literal("queued") });

/** True where the client would rather come back (RFC 7240). */
const prefersLater = (prefer: string | string[] | undefined): boolean =>
  /(?:^|[,;\s])respond-async(?:$|[,;\s])/i.test([prefer].flat().join(","));

/**
 * Uploads of jobs lie on the disk: whoever has many waiting sends no more, and is told so before the body is read. Those that
 * are coming count as well: a hundred at once see none of each other in the table.
 */
async function withRoom<T>(
  { service, mostJobs }: Context,
  coming: Map<string, number>,
  tenant: string,
  work: () => Promise<T>,
): Promise<T> {
  const count = (coming.get(tenant) ?? 0) + 1;
  coming.set(tenant, count);
  try {
    if ((await service.store.jobsUnderWay(tenant, mostJobs)) + count <= mostJobs) return await work();
    throw new CornichonError("service.busy", sentence`${mostJobs} jobs wait already (--max-queue); try again later.`, {
      args: { limit: mostJobs },
    });
  } finally {
    const left = (coming.get(tenant) ?? 1) - 1;
    if (left === 0) coming.delete(tenant);
    else coming.set(tenant, left);
  }
}

export function scanRoutes(app: App, context: Context): void {
  const { service, jobs, taking } = context;
  /** Jobs of each tenant's whose uploads are coming. */
  const coming = new Map<string, number>();
  app.post(
    "/v1/scan",
    {
      schema: {
        summary: "Judge artifacts",
        description:
          "The body is a file (its name in `?name=`), or a form with one or more parts of the name `file`. With `Prefer: respond-async` the answer is a job.",
        tags: ["artifacts"],
        querystring: QUERY,
        response: { 200: told(reportSchema), 202: told(QUEUED) },
      },
    },
    async (request, reply) => {
      const tenant = tenantOf(request);
      const { name, deep = false } = request.query;
      if (prefersLater(request.headers.prefer)) {
        const id = await withRoom(context, coming, tenant, async () => {
          const taken = await takeUploads(request, name, taking);
          const uploads = taken.map((one) => ({ ...one, tenant }));
          return handOver(taken, taking.spool, () => jobs.add(uploads, { deep }));
        });
        return reply
          .code(202)
          .header("location", `/v1/jobs/${id}`)
          .header("preference-applied", "respond-async")
          .send({ id, status: "queued" });
      }
      const signal = leaving(reply);
      // The uploads are gone before the answer goes out.
      const report = await withUploads(request, name, taking, async (taken) => {
        const judged = (one: Taken) => service.scan({ ...one, tenant }, { deep }, signal);
        const [only, other] = taken;
        if (only !== undefined && other === undefined) return reportOf(await judged(only));
        const lines = new ReportLines();
        try {
          for await (const artifacts of inTurn(taken, AT_ONCE, judged)) lines.add(artifacts);
        } catch (error) {
          lines.close();
          throw error;
        }
        return lines.stream();
      });
      return reply.type("application/json; charset=utf-8").send(report);
    },
  );
}
