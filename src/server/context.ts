/** What every route knows: the service, how uploads are taken, and whose a request is. */
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyReply,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from "fastify";
import type { ZodTypeProvider } from "fastify-type-provider-zod";
import { CornichonError, sentence } from "../errors.js";
import type { Taking } from "./uploads.js";
import type { PerClient } from "./work/gate.js";
import type { Jobs } from "./work/jobs.js";
import type { Service } from "./work/service.js";

/** The application with schemas in zod. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

export interface Context {
  readonly service: Service;
  readonly jobs: Jobs;
  readonly taking: Taking;
  readonly clients: PerClient;
  /** Jobs of a tenant's that may wait. */
  readonly mostJobs: number;
}

const tenants = new WeakMap<FastifyRequest, string>();

/** Keeps whose a request is, when it is let in. */
export const admit = (request: FastifyRequest, tenant: string): void => void tenants.set(request, tenant);

/** Whose a request is. */
export const tenantOf = (request: FastifyRequest): string => tenants.get(request) ?? "";

/** Ends work when its client went away before it was told. */
export function leaving({ raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  raw.once("close", () => {
    if (!raw.writableFinished)
      controller.abort(new CornichonError("request.malformed", sentence`The client went away before it was answered.`));
  });
  return controller.signal;
}
