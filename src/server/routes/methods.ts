/** An address that is there, asked by a method that it does not take: 405 with those that it takes, and not "nothing is there". */
import type { FastifyReply, FastifyRequest } from "fastify";
import { CornichonError, sentence, showText } from "../../errors.js";
import type { App } from "../context.js";

const METHODS = ["DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] as const;

/** Watches the routes that are added from here on; what it gives adds the others of their addresses, when all are there. */
export function refuseOtherMethods(app: App): () => void {
  const taken = new Map<string, Set<string>>();
  app.addHook("onRoute", ({ url, method }) => {
    const methods = taken.get(url) ?? new Set<string>();
    for (const one of [method].flat()) methods.add(one);
    taken.set(url, methods);
  });
  return () => {
    for (const [url, methods] of [...taken]) {
      const allow = [...methods].toSorted().join(", ");
      const refuse = async (request: FastifyRequest, reply: FastifyReply): Promise<never> => {
        reply.header("allow", allow);
        throw new CornichonError(
          "request.method",
          sentence`${showText(url)} takes ${showText(allow)}, and not ${showText(request.method)}.`,
        );
      };
      const method = METHODS.filter((one) => !methods.has(one));
      // Before a body is looked at.
      app.route({ method, url, schema: { hide: true }, onRequest: refuse, handler: refuse });
    }
  };
}
