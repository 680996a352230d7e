/**
 * The page for people, at `/`, and its files. They are the same for everybody, so they need no key and are kept by browsers: each is
 * named by its hash, and lies there compressed as well. What the page may load is said in a header as well as in the page. It never asks the service anything.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { FastifyReply, FastifyRequest } from "fastify";
import { CornichonError, sentence, showText } from "../../errors.js";
import type { App } from "../context.js";

const TYPES: Readonly<Record<string, string>> = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
};

const FOREVER = "public, max-age=31536000, immutable";
const POLICY = /http-equiv="Content-Security-Policy" content="([^"]+)"/;

interface Served {
  readonly bytes: Buffer;
  readonly gzip: Buffer;
  readonly type: string;
}

/** The folder of the page's files, which the build puts beside its modules; null where somebody's bundle has none. */
function folder(): URL | null {
  return ["./page/", "../../../dist/page/"].map((path) => new URL(path, import.meta.url)).find((url) => existsSync(url)) ?? null;
}

/** The page's files by name: a request names one of them or nothing. */
export class PageFiles {
  readonly #folder = folder();
  readonly #names: ReadonlySet<string>;
  readonly #served = new Map<string, Promise<Served>>();
  /** The document, with its files' addresses below `/page/`; null where there is none. */
  readonly html: string | null;
  /** What it may load. */
  readonly policy: string;
  /** Address of its style. */
  readonly style: string;

  constructor() {
    this.#names = new Set(this.#folder === null ? [] : readdirSync(this.#folder));
    const html = this.#folder === null ? null : readFileSync(new URL("index.html", this.#folder), "utf8");
    this.html = html?.replaceAll('"./', '"./page/') ?? null;
    this.policy = `${POLICY.exec(html ?? "")?.[1] ?? "default-src 'none'"}; frame-ancestors 'none'`;
    this.style = `page/${[...this.#names].find((name) => name.endsWith(".css")) ?? ""}`;
  }

  /** @throws CornichonError `request.not-found` */
  file(name: string): Promise<Served> {
    if (this.#folder === null || !this.#names.has(`${name}.gz`))
      throw new CornichonError("request.not-found", sentence`The page has no file ${showText(name)}.`);
    const known = this.#served.get(name) ?? served(new URL(name, this.#folder), name);
    this.#served.set(name, known);
    return known;
  }
}

async function served(url: URL, name: string): Promise<Served> {
  const [bytes, gzip] = await Promise.all([readFile(url), readFile(new URL(`${name}.gz`, url))]);
  return { bytes, gzip, type: TYPES[name.slice(name.lastIndexOf(".") + 1)] ?? "application/octet-stream" };
}

const takesGzip = ({ headers }: FastifyRequest): boolean => /\bgzip\b/.test(String(headers["accept-encoding"] ?? ""));

/** Sends HTML of ours under a policy. */
export const sendHtml = (reply: FastifyReply, html: string, policy: string): FastifyReply =>
  reply
    .headers({ "content-security-policy": policy, "cache-control": "no-cache" })
    .type(TYPES["html"] ?? "")
    .send(html);

export function pageRoutes(app: App, files: PageFiles): void {
  app.get("/", { schema: { hide: true } }, async (_request, reply) => {
    if (files.html === null) throw new CornichonError("request.not-found", sentence`The page was not built; npm run build makes it.`);
    return sendHtml(reply, files.html, files.policy);
  });
  app.get<{ Params: { readonly name: string } }>("/page/:name", { schema: { hide: true } }, async (request, reply) => {
    const { name } = request.params;
    const { bytes, gzip: short, type } = await files.file(name);
    // Of a worker the browser asks the worker's own file what it may load.
    reply
      .headers({ "content-security-policy": files.policy, "cache-control": FOREVER, etag: `"${name}"`, vary: "accept-encoding" })
      .type(type);
    if (request.headers["if-none-match"] === `"${name}"`) return reply.code(304).send();
    return takesGzip(request) ? reply.header("content-encoding", "gzip").send(short) : reply.send(bytes);
  });
}
