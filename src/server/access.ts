/**
 * Who is let in. With keys: whoever sends one, but for what says that the service lives, and the page itself. Without
 * keys the service listens at a loopback address only, where browsers come as well, with whatever page somebody looks at:
 * a request must be addressed to a loopback name (a name of another that was made to lead here is refused), and one
 * that a page of another origin sends is refused.
 */
import type { FastifyRequest } from "fastify";
import { CornichonError, sentence, showText } from "../errors.js";
import { type Keys, LOCAL } from "./keys.js";

const OPEN: ReadonlySet<string> = new Set(["/health/live", "/health/ready", "/v2/health/live", "/v2/health/ready", "/ping", "/", "/docs"]);
/** The page's files, the same for everybody. */
const PAGE = "/page/";

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/i;

/** True for addresses that only this machine reaches. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host) || host === "::1";

/** The name of a host without its port. */
const nameOf = (host: string): string => host.replace(/:\d*$/, "");

function hostOfOrigin(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

/**
 * What is asked, and of whom: a target with a scheme (as a proxy is asked) names its host itself, and that one counts.
 * @throws CornichonError `request.malformed` for two hosts, of which another reader might believe the other
 */
function targetOf(request: FastifyRequest): { readonly host: string | undefined; readonly path: string } {
  const hosts = request.raw.headersDistinct["host"] ?? [];
  if (hosts.length > 1) throw new CornichonError("request.malformed", sentence`The request names two hosts.`);
  const [path = "", authority] = /^https?:\/\/([^/?#]*)/i.exec(request.url) ?? [];
  const own = request.url.slice(path.length).split("?", 1)[0] ?? "";
  return { host: authority ?? request.headers.host, path: own };
}

/** @throws CornichonError `request.forbidden` */
function checkBrowser(request: FastifyRequest, host: string | undefined): void {
  const { origin } = request.headers;
  // Every browser says which host it asks: what is of HTTP/1.0 and says none is a program of old.
  const isOld = host === undefined && request.raw.httpVersion === "1.0";
  if (host === undefined && !isOld)
    throw new CornichonError("request.forbidden", sentence`The service is without keys, so a request has to say which host it asks.`);
  if (host !== undefined && !isLoopback(nameOf(host)))
    throw new CornichonError(
      "request.forbidden",
      sentence`The service is without keys, so it answers at loopback names only, not at ${showText(host)}.`,
    );
  if (origin !== undefined && hostOfOrigin(origin) !== host)
    throw new CornichonError(
      "request.forbidden",
      sentence`A page of another origin (${showText(origin)}) may not ask a service that has no keys.`,
    );
}

/**
 * Whose a request is, if it is let in; what is open to all without a key is nobody's.
 * @throws CornichonError `request.unauthorized`, `request.forbidden`
 */
export function tenantAt(request: FastifyRequest, keys: Keys | null): string {
  const { host, path } = targetOf(request);
  if (keys === null) {
    checkBrowser(request, host);
    return LOCAL;
  }
  const tenant = keys.tenantOf(request.headers.authorization);
  if (tenant !== null) return tenant;
  if (OPEN.has(path) || path.startsWith(PAGE)) return "";
  throw new CornichonError("request.unauthorized", sentence`Send a key of this service: authorization: Bearer …`);
}
