/**
 * What the OpenAPI document says beside the routes' own schemas: the bodies, which are read as they come and by no schema, how
 * each request can fail, and the key. Programs make clients of it.
 */
import { PROBLEM_TYPE } from "../problem.js";

const BINARY = { type: "string", format: "binary" };
const FORM = {
  type: "object",
  properties: { file: { type: "array", items: BINARY, description: "A file each." } },
  required: ["file"],
};
const FILE = {
  required: true,
  content: { "application/octet-stream": { schema: BINARY }, "multipart/form-data": { schema: FORM } },
};
const TENSOR = {
  type: "object",
  properties: {
    name: { type: "string" },
    shape: { type: "array", items: { type: "integer", minimum: 0 } },
    datatype: { type: "string" },
    data: { type: "array", items: {} },
    parameters: { type: "object" },
  },
  required: ["name", "shape", "datatype"],
};
const QUESTION = {
  type: "object",
  properties: {
    id: { type: "string" },
    inputs: { type: "array", items: TENSOR },
    outputs: { type: "array", items: { type: "object", properties: { name: { type: "string" } }, required: ["name"] } },
    parameters: { type: "object" },
  },
  required: ["inputs"],
};
const INVOCATION = {
  type: "object",
  properties: {
    dataframe_split: { type: "object" },
    dataframe_records: { type: "array", items: { type: "object" } },
    instances: {},
    inputs: {},
  },
  minProperties: 1,
};
const json = (schema: object, required = true): object => ({ required, content: { "application/json": { schema } } });

const INFER = json(QUESTION);
const BODIES: ReadonlyMap<string, object> = new Map([
  ["/v1/scan", FILE],
  ["/v1/convert", FILE],
  ["/v1/inspect", FILE],
  ["/v2/models/{name}/infer", INFER],
  ["/v2/models/{name}/versions/{version}/infer", INFER],
  ["/v2/repository/index", json({ type: "object", properties: { ready: { type: "boolean" } } }, false)],
  ["/invocations", { required: true, content: { "application/json": { schema: INVOCATION }, "text/csv": { schema: { type: "string" } } } }],
]);

const PROBLEM = {
  description: "It failed; `code` says how.",
  content: {
    [PROBLEM_TYPE]: {
      schema: {
        type: "object",
        properties: {
          type: { type: "string" },
          title: { type: "string" },
          status: { type: "integer" },
          code: { type: "string" },
          detail: { type: "string" },
          args: { type: "object" },
          findings: { type: "array", items: { type: "object" } },
        },
        required: ["type", "title", "status", "code", "detail"],
      },
    },
  },
};

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === "object" && value !== null;
const entriesOf = (value: unknown): readonly [string, unknown][] => (isObject(value) ? Object.entries(value) : []);

function operation(path: string, method: string, made: unknown): unknown {
  if (!isObject(made)) return made;
  const body = method === "post" ? BODIES.get(path) : undefined;
  const responses = { ...Object.fromEntries(entriesOf(made["responses"])), default: PROBLEM };
  return { ...made, ...(body === undefined ? {} : { requestBody: body }), responses };
}

/** The document as it is told. */
export function described(document: object, hasKeys: boolean): object {
  const all: Readonly<Record<string, unknown>> = Object.fromEntries(entriesOf(document));
  const paths = entriesOf(all["paths"]).map(([path, item]) => [
    path,
    Object.fromEntries(entriesOf(item).map(([method, made]) => [method, operation(path, method, made)])),
  ]);
  const key = { securitySchemes: { key: { type: "http", scheme: "bearer" } } };
  const components = { ...Object.fromEntries(entriesOf(all["components"])), ...(hasKeys ? key : {}) };
  return { ...all, components, paths: Object.fromEntries(paths), ...(hasKeys ? { security: [{ key: [] }] } : {}) };
}
