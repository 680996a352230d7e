/** Models answer: the Open Inference Protocol (v2) with its binary extension, and MLflow's scoring server. */
import type { FastifyReply, FastifyRequest } from "fastify";
import * as z from "zod";
import { CornichonError, sentence, showText } from "../../errors.js";
import { type Model, VERSION } from "../../index.js";
import { readBody } from "../body.js";
import type { App } from "../context.js";
import { invocation, readInvocation } from "../infer/mlflow.js";
import { answersOf, type InferBody, readInfer, writeInfer } from "../infer/oip.js";
import { jsonIn } from "../json-in.js";
import type { Entry, Registry } from "../models/registry.js";

/** Longest body of a question. */
const MOST_BYTES = 64 * 1024 * 1024;
/** Where the JSON of a body ends that has bytes behind it. */
const HEADER_LENGTH = "inference-header-content-length";

const NAMED = z.object({ name: z.string() });
const VERSIONED = NAMED.extend({ version: z.string() });

/** The registry, or the reason that there is none. */
function servedBy(registry: Registry | null): Registry {
  if (registry !== null) return registry;
  throw new CornichonError("request.not-found", sentence`No models are served here: the service was started without --models.`);
}

function headerLength(request: FastifyRequest): number | null {
  const text = request.headers[HEADER_LENGTH];
  if (text === undefined) return null;
  if (typeof text === "string" && /^\d{1,15}$/.test(text)) return Number(text);
  throw new CornichonError("input.malformed", sentence`inference-header-content-length is no number: ${showText(String(text))}`);
}

const bodyOf = (request: FastifyRequest): Buffer => (Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));

function send(reply: FastifyReply, { json, tail }: InferBody): FastifyReply {
  if (tail.length === 0) return reply.type("application/json").send(json);
  const head = Buffer.from(json);
  return reply
    .type("application/octet-stream")
    .header(HEADER_LENGTH, String(head.length))
    .send(Buffer.concat([head, ...tail]));
}

/** What a model takes and gives, as the protocol tells it. */
function metadataOf(entry: Entry, versions: readonly (string | null)[], model: Model): object {
  const { nFeatures, featureNames, takesTexts, className } = model;
  const x = takesTexts
    ? { name: "X", datatype: "BYTES", shape: [-1] }
    : {
        name: "X",
        datatype: "FP64",
        shape: [-1, nFeatures ?? -1],
        ...(featureNames === null ? {} : { parameters: { feature_names: featureNames } }),
      };
  const outputs = model.methods
    .filter((method) => ["predict", "predict_proba", "decision_function", "transform", "score_samples"].includes(method))
    .map((name) => ({ name, datatype: "FP64", shape: [-1, -1] }));
  return {
    name: entry.name,
    versions: versions.filter((version) => version !== null),
    platform: "sklearn",
    inputs: [x],
    outputs,
    parameters: { class: className, sha256: entry.sha256, methods: model.methods, metadata: model.metadata },
  };
}

const INDEX = z.object({ ready: z.boolean().optional() });

/** What is asked of the list; nothing is all of it. */
function asked(body: string): z.infer<typeof INDEX> {
  const read = body === "" ? {} : jsonIn(body, INDEX);
  if (read === null) throw new CornichonError("request.malformed", sentence`The body is no JSON like {"ready": true}.`);
  return read;
}

function repositoryRoutes(app: App, registry: Registry | null): void {
  app.post(
    "/v2/repository/index",
    { schema: { summary: "Models of the folder, and why some are not served", tags: ["models"] } },
    async (request) => {
      const { ready = false } = asked(bodyOf(request).toString());
      return (registry?.list() ?? [])
        .filter(({ reason }) => !ready || reason === null)
        .map(({ name, version, reason, path }) => ({
          name,
          version: version ?? "",
          state: reason === null ? "READY" : "UNAVAILABLE",
          reason: reason ?? "",
          parameters: { path },
        }));
    },
  );
}

function protocolRoutes(app: App, registry: Registry | null): void {
  const metadata = async (name: string, version?: string): Promise<object> => {
    const { entry, model } = await servedBy(registry).model(name, version);
    return metadataOf(entry, servedBy(registry).versionsOf(name), model);
  };
  const ready = async (name: string, version?: string): Promise<object> => {
    const { entry } = await servedBy(registry).model(name, version);
    return { name: entry.name, ready: true };
  };
  const infer = async (request: FastifyRequest, reply: FastifyReply, name: string, version?: string): Promise<FastifyReply> => {
    const length = headerLength(request);
    const { entry, model } = await servedBy(registry).model(name, version);
    const asked = readInfer(bodyOf(request), length);
    return send(reply, writeInfer(entry, asked.id, answersOf(model, asked)));
  };
  const tags = ["models"];
  app.get("/v2", { schema: { summary: "What this server is", tags } }, async () => ({
    name: "cornichon",
    version: VERSION,
    extensions: ["binary_tensor_data"],
  }));
  app.get("/v2/health/live", { schema: { summary: "It lives", tags } }, async () => ({ live: true }));
  app.get("/v2/health/ready", { schema: { summary: "It takes requests", tags } }, async (_request, reply) => {
    const ready = registry?.isKnown !== false;
    return reply.code(ready ? 200 : 503).send({ ready });
  });
  app.get("/v2/models/:name", { schema: { summary: "What a model takes and gives", tags, params: NAMED } }, async ({ params }) =>
    metadata(params.name),
  );
  app.get(
    "/v2/models/:name/versions/:version",
    { schema: { summary: "The same of a version", tags, params: VERSIONED } },
    async ({ params }) => metadata(params.name, params.version),
  );
  app.get("/v2/models/:name/ready", { schema: { summary: "It is served", tags, params: NAMED } }, async ({ params }) => ready(params.name));
  app.get(
    "/v2/models/:name/versions/:version/ready",
    { schema: { summary: "The same of a version", tags, params: VERSIONED } },
    async ({ params }) => ready(params.name, params.version),
  );
  app.post("/v2/models/:name/infer", { schema: { summary: "Ask a model", tags, params: NAMED } }, async (request, reply) =>
    infer(request, reply, request.params.name),
  );
  app.post(
    "/v2/models/:name/versions/:version/infer",
    { schema: { summary: "Ask a version", tags, params: VERSIONED } },
    async (request, reply) => infer(request, reply, request.params.name, request.params.version),
  );
}

function mlflowRoutes(app: App, registry: Registry | null): void {
  const tags = ["mlflow"];
  app.get("/ping", { schema: { summary: "It takes requests", tags } }, async (_request, reply) => {
    registry?.checkKnown();
    return reply.type("text/plain").send("\n");
  });
  app.get("/version", { schema: { summary: "The version of this server", tags } }, async (_request, reply) =>
    reply.type("text/plain").send(VERSION),
  );
  app.post(
    "/invocations",
    { schema: { summary: "Ask the model", tags, querystring: z.object({ model: z.string().optional(), version: z.string().optional() }) } },
    async (request, reply) => {
      const models = servedBy(registry);
      const { model: name, version } = request.query;
      const { model } = await models.model(name ?? models.only(), version);
      const x = readInvocation(bodyOf(request), request.headers["content-type"] ?? "", model);
      return reply.type("application/json").send(invocation(model, x));
    },
  );
}

export async function inferenceRoutes(app: App, registry: Registry | null, idleMs: number): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", (_request: FastifyRequest, raw: FastifyRequest["raw"]) => readBody(raw, { most: MOST_BYTES, idleMs }));
  repositoryRoutes(app, registry);
  protocolRoutes(app, registry);
  mlflowRoutes(app, registry);
}
