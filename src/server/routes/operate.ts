/** Whether it lives, whether it can work, and what it counted. */
import * as z from "zod";
import type { App, Context } from "../context.js";
import type { Metrics } from "../metrics.js";
import { toldOf } from "../problem.js";

const LIVE = z.object({ status: z.literal("ok") });

/** Why it takes no requests, whatever the database says; null where nothing speaks against it. */
export type Unready = () => string | null;

export function operateRoutes(app: App, { service }: Context, metrics: Metrics, unready: Unready): void {
  app.get(
    "/health/live",
    { schema: { summary: "It lives", tags: ["operation"], response: { 200: LIVE } } },
    async () => ({ status: "ok" }) as const,
  );
  app.get(
    "/health/ready",
    { schema: { summary: "It takes requests", tags: ["operation"], response: { 200: LIVE, 503: z.object({ status: z.string() }) } } },
    async (_request, reply) => {
      const why = unready();
      if (why !== null) return reply.code(503).send({ status: why });
      try {
        await service.store.ping();
        return { status: "ok" } as const;
      } catch (error) {
        return reply.code(503).send({ status: toldOf(error).message });
      }
    },
  );
  app.get("/metrics", { schema: { summary: "Metrics in Prometheus' form", tags: ["operation"] } }, async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
}
