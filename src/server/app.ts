/** The application: what every request goes through, and the routes. */
import { randomUUID } from "node:crypto";
import type { Duplex } from "node:stream";
import multipart from "@fastify/multipart";
import swagger from "@fastify/swagger";
import fastify, { type FastifyError, type FastifyReply, type FastifyRequest, LogController } from "fastify";
import {
  hasZodFastifySchemaValidationErrors,
  jsonSchemaTransform,
  validatorCompiler,
  type ZodTypeProvider,
} from "fastify-type-provider-zod";
import { codeOf } from "../artifact/failure.js";
import { CornichonError, sentence, showText } from "../errors.js";
import { VERSION } from "../index.js";
import { tenantAt } from "./access.js";
import { wasNeverAskedFor, watchConnections } from "./connections.js";
import { type App, admit, type Context, tenantOf } from "./context.js";
import type { Keys } from "./keys.js";
import { batched, failureInLog, logRequest } from "./log.js";
import type { Metrics } from "./metrics.js";
import type { Registry } from "./models/registry.js";
import type { LOG_LEVELS } from "./options.js";
import { readOn } from "./pace.js";
import { PROBLEM_TYPE, problemOf, retryAfter, toldOf } from "./problem.js";
import { convertRoutes, isRefusal } from "./routes/convert.js";
import { described } from "./routes/described.js";
import { docsRoutes } from "./routes/docs.js";
import { inferenceRoutes } from "./routes/inference.js";
import { inspectRoutes } from "./routes/inspect.js";
import { keptRoutes } from "./routes/kept.js";
import { refuseOtherMethods } from "./routes/methods.js";
import { operateRoutes } from "./routes/operate.js";
import { PageFiles, pageRoutes } from "./routes/page.js";
import { scanRoutes } from "./routes/scan.js";
import { FORM } from "./uploads.js";

/** What a client may call a request; another gets a name of ours. */
const REQUEST_ID = /^[\w.:@/+=-]{1,128}$/;

/** Headers of every answer: nothing here is to be guessed at, framed or kept. */
const HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "cache-control": "no-store",
};

const NO_PROXY = new CornichonError("request.method", sentence`This is no proxy: nothing is reached through it by CONNECT.`);

/** When the system looks whether the other side is still there. */
const KEEP_ALIVE_MS = 30_000;

export interface AppOptions {
  readonly context: Context;
  /** Who may ask; null where everybody who reaches the address may. */
  readonly keys: Keys | null;
  readonly metrics: Metrics;
  readonly registry: Registry | null;
  readonly log: (typeof LOG_LEVELS)[number];
  readonly isStopping: () => boolean;
}

/** What fastify throws by itself, in our codes. */
function ownOf(error: FastifyError): unknown {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const [first] = error.validation;
    const where = first?.instancePath.replace(/^\//, "").replaceAll("/", ".") ?? "";
    const what = showText(first?.message ?? "it does not fit");
    return new CornichonError(
      "request.malformed",
      where === "" ? sentence`The request does not fit: ${what}.` : sentence`${showText(where)}: ${what}.`,
    );
  }
  const { statusCode } = error;
  if (statusCode === 413 || error.code === "FST_ERR_CTP_BODY_TOO_LARGE")
    return new CornichonError("request.too-large", sentence`The body is longer than what is taken here.`);
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500)
    return new CornichonError("request.malformed", sentence`${showText(error.message)}`);
  return error;
}

/** Why a request was none. */
function whyNone(error: Error): CornichonError {
  if (error instanceof CornichonError) return error;
  const code = codeOf(error);
  return code === "ERR_HTTP_REQUEST_TIMEOUT"
    ? new CornichonError("request.timeout", sentence`The request's headers did not come in time.`)
    : code === "HPE_HEADER_OVERFLOW"
      ? new CornichonError("request.too-large", sentence`The request's headers are longer than what is taken here.`)
      : new CornichonError("request.malformed", sentence`That is no request of HTTP/1.1 (${showText(code)}).`);
}

/** Told of a request that was none, straight to its connection. */
function refuseConnection(error: Error, socket: Duplex): void {
  if (codeOf(error) === "ECONNRESET" || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = problemOf(whyNone(error));
  const body = JSON.stringify(problem);
  const head = [
    `HTTP/1.1 ${problem.status} Refused`,
    `content-type: ${PROBLEM_TYPE}; charset=utf-8`,
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${randomUUID()}`,
    "connection: close",
  ];
  socket.end(`${head.join("\r\n")}\r\n\r\n${body}`, () => socket.destroy());
}

function sendProblem(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = isRefusal(error) ? error : null;
  const failure = toldOf(refusal?.failure ?? ownOf(error));
  if (failure.code === "service.failed" || failure.code === "service.storage") request.log.error(error);
  const problem = problemOf(failure, refusal?.findings);
  const after = retryAfter(failure.code);
  if (after !== null) reply.header("retry-after", after);
  if (wasNeverAskedFor(request.raw)) reply.header("connection", "close");
  if (problem.status === 401) reply.header("www-authenticate", "Bearer");
  return reply.code(problem.status).type(PROBLEM_TYPE).send(JSON.stringify(problem));
}

/** Makes the application; it does not listen yet. */
export async function appOf({ context, keys, metrics, registry, log, isStopping }: AppOptions): Promise<App> {
  const app: App = fastify({
    logger:
      log === "silent"
        ? false
        : { level: log, serializers: { err: failureInLog }, stream: batched((text) => void process.stdout.write(text)) },
    // A line a request is ours.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: ({ headers }) => {
      const given = headers["x-request-id"];
      return typeof given === "string" && REQUEST_ID.test(given) ? given : randomUUID();
    },
    requestTimeout: 0,
    keepAliveTimeout: 65_000,
    // Without a host the request is one to another name than this machine's.
    http: {
      requireHostHeader: false,
      keepAlive: true,
      keepAliveInitialDelay: KEEP_ALIVE_MS,
      headersTimeout: context.taking.idleMs,
      connectionsCheckingInterval: Math.min(5000, context.taking.idleMs),
    },
    // Told in our words, below.
    return503OnClosing: false,
    clientErrorHandler: refuseConnection,
    frameworkErrors: (error, request, reply) => void sendProblem(error, request, reply.headers({ ...HEADERS, "x-request-id": request.id })),
    routerOptions: { maxParamLength: 1024 },
  }).withTypeProvider<ZodTypeProvider>();
  watchConnections(app.server, context.taking.idleMs * 2);
  app.server.on("connect", (_request, socket) => refuseConnection(NO_PROXY, socket));
  app.setValidatorCompiler(validatorCompiler);
  // Answers are ours: they are written, not checked.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  app.setErrorHandler<FastifyError>(sendProblem);
  app.setNotFoundHandler((request) => {
    throw new CornichonError(
      "request.not-found",
      sentence`There is nothing at ${showText(`${request.method} ${request.url.split("?", 1)[0] ?? ""}`)}; /openapi.json lists what there is.`,
    );
  });
  // What a promise each would cost is a twentieth of an answer.
  app.addHook("onRequest", (request, reply, done) => {
    reply.headers(HEADERS).header("x-request-id", request.id);
    if (isStopping()) {
      reply.header("connection", "close");
      throw new CornichonError("service.busy", sentence`The service is being stopped; try again later.`);
    }
    admit(request, tenantAt(request, keys));
    done();
  });
  app.addHook("onResponse", (request, reply, done) => {
    readOn(request.raw);
    logRequest(request, reply);
    const route = request.routeOptions.url ?? "none";
    metrics.requests.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    done();
  });
  await app.register(swagger, {
    openapi: {
      openapi: "3.1.0",
      info: { title: "cornichon", version: VERSION, description: "Judges, converts and serves Python's models without Python." },
    },
    transform: jsonSchemaTransform,
  });
  const refuseOthers = refuseOtherMethods(app);
  await app.register(async (uploads: App) => {
    uploads.removeAllContentTypeParsers();
    const leaves = new WeakMap<FastifyRequest, () => void>();
    uploads.addHook("onRequest", async (request) => {
      leaves.set(request, context.clients.enter(`${tenantOf(request)} ${request.ip}`));
    });
    // Told of requests whose client went away as well.
    uploads.addHook("onRequest", async (request, { raw }) => void raw.once("close", () => leaves.get(request)?.()));
    await uploads.register(multipart, { limits: { ...FORM, fileSize: Number.POSITIVE_INFINITY } });
    // An artifact is whatever its type says: its bytes go to the spool as they come.
    uploads.addContentTypeParser("*", (_request, _payload, done) => done(null));
    scanRoutes(uploads, context);
    convertRoutes(uploads, context);
    inspectRoutes(uploads, context);
  });
  await app.register(async (inference: App) => inferenceRoutes(inference, registry, context.taking.idleMs));
  keptRoutes(app, context);
  const unready = (): string | null =>
    isStopping() ? "stopping" : registry?.isKnown === false ? "the folder of models is being judged" : null;
  operateRoutes(app, context, metrics, unready);
  const page = new PageFiles();
  pageRoutes(app, page);
  const document = (): object => described(app.swagger(), keys !== null);
  docsRoutes(app, page, document);
  app.get("/openapi.json", { schema: { hide: true } }, async () => document());
  refuseOthers();
  return app;
}
