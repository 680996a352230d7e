/** `/docs`: what the service can be asked, a line of curl each, made from the document that `/openapi.json` is. No script, nothing from elsewhere. */
import type { App } from "../context.js";
import { type PageFiles, sendHtml } from "./page.js";

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const html = (text: string): string => text.replace(/[&<>"']/g, (c) => ESCAPES[c] ?? "");

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null && !Array.isArray(value);
const fieldOf = (value: unknown, key: string): unknown => (isFields(value) && Object.hasOwn(value, key) ? value[key] : undefined);
const textOf = (value: unknown): string => (typeof value === "string" ? value : "");
const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** A request of its kind, to be filled in. */
function curlOf(method: string, path: string, operation: unknown): string {
  const query = listOf(fieldOf(operation, "parameters")).flatMap((one) =>
    fieldOf(one, "in") === "query" && fieldOf(one, "required") === true ? [`${textOf(fieldOf(one, "name"))}=…`] : [],
  );
  const address = `"$SERVICE${path}${query.length === 0 ? "" : `?${query.join("&")}`}"`;
  const json = fieldOf(fieldOf(fieldOf(operation, "requestBody"), "content"), "application/json") !== undefined;
  const body = method === "get" ? "" : json ? " -H 'content-type: application/json' -d @body.json" : " -T model.pkl";
  return `curl${method === "get" ? "" : ` -X ${method.toUpperCase()}`}${body} ${address}`;
}

function parametersOf(operation: unknown): string {
  const rows = listOf(fieldOf(operation, "parameters")).map((one) => {
    const said = textOf(fieldOf(one, "description")) || textOf(fieldOf(fieldOf(one, "schema"), "description"));
    return `<dt><code>${html(textOf(fieldOf(one, "name")))}</code></dt><dd>${html(`${textOf(fieldOf(one, "in"))}${said === "" ? "" : `: ${said}`}`)}</dd>`;
  });
  return rows.length === 0 ? "" : `<dl>${rows.join("")}</dl>`;
}

function operationsOf(document: unknown): string {
  return Object.entries(Object(fieldOf(document, "paths")))
    .flatMap(([path, item]) =>
      METHODS.flatMap((method) => {
        const operation = fieldOf(item, method);
        if (operation === undefined) return [];
        const summary = textOf(fieldOf(operation, "summary"));
        return [
          `<section class="card"><h2><code>${method.toUpperCase()} ${html(path)}</code></h2>`,
          `${summary === "" ? "" : `<p>${html(summary)}.</p>`}<p><code>${html(curlOf(method, path, operation))}</code></p>${parametersOf(operation)}</section>`,
        ];
      }),
    )
    .join("");
}

/** The page of a document. */
const docsOf = (document: unknown, style: string): string =>
  [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>cornichon: what this service can be asked</title><link rel="icon" href="data:,"><link rel="stylesheet" href="./${html(style)}"></head><body>`,
    '<header class="top"><h1>cornichon</h1><p>What this service can be asked. <code>$SERVICE</code> is its address; with keys, add',
    ' <code>-H "authorization: Bearer $KEY"</code>. The same for programs: <a href="./openapi.json">openapi.json</a>. <a href="./">The page</a>.</p></header>',
    `<main>${operationsOf(document)}</main></body></html>`,
  ].join("");

export function docsRoutes(app: App, files: PageFiles, document: () => object): void {
  app.get("/docs", { schema: { hide: true } }, async (_request, reply) => sendHtml(reply, docsOf(document(), files.style), files.policy));
}
