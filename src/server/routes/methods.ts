/** An address that is there, asked by a method that it does not take: 405 with those that it takes, and not "nothing is there". */
import type { FastifyReply, FastifyRequest } from "fastify";
import { CornichonError, sentence, showText } from "../../errors.js";
import type { App } from "../context.js";

/** All that Node's parser knows but CONNECT, which comes to another listener. */
const METHODS =
  "ACL BIND CHECKOUT COPY DELETE GET HEAD LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY OPTIONS PATCH POST PROPFIND PROPPATCH PURGE PUT QUERY REBIND REPORT SEARCH SOURCE SUBSCRIBE TRACE UNBIND UNLINK UNLOCK UNSUBSCRIBE".split(
    " ",
  );

/** Watches the routes that are added from here on; what it gives adds the others of their addresses, when all are there. */
export function refuseOtherMethods(app: App): () => void {
  for (const method of METHODS) if (!app.supportedMethods.includes(method)) app.addHttpMethod(method);
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
