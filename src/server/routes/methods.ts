/** An address that is there, asked by a method that it does not take: 405 with those that it takes, and not "nothing is there". */
import { METHODS } from "node:http";
import type { FastifyReply, FastifyRequest } from "fastify";
import { CornichonError, sentence, showText } from "../../errors.js";
import type { App } from "../context.js";

/** CONNECT is told to another listener. */
const OTHERS = METHODS.filter((method) => method !== "CONNECT");

/** Watches the routes that are added from here on; what it gives adds the others of their addresses, when all are there. */
export function refuseOtherMethods(app: App): () => void {
  for (const method of OTHERS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
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
      const method = OTHERS.filter((one) => !methods.has(one));
      // Before a body is looked at.
      app.route({ method, url, schema: { hide: true }, onRequest: refuse, handler: refuse });
    }
  };
}
