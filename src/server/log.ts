/**
 * The log on standard output: a line of JSON a request, when it is answered. Lines of one turn of the loop go out together,
 * for a call of the system costs more than an answer; what is left when the process ends goes out then, whatever ends it
 * but a signal that nobody hears.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { tenantOf } from "./context.js";

/** Takes lines; they are written when the turn is over. */
export function batched(write: (text: string) => void): { write(line: string): void } {
  let waiting = "";
  const flush = (): void => {
    const text = waiting;
    waiting = "";
    if (text !== "") write(text);
  };
  process.once("exit", flush);
  return {
    write(line): void {
      if (waiting === "") setImmediate(flush);
      waiting += line;
    },
  };
}

/** Tells of a request that was answered, or whose client went away. */
export function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  request.log.info({ req: request, res: reply, tenant: tenantOf(request), responseTime: reply.elapsedTime }, "request completed");
}
