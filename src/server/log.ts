/**
 * The log on standard output: a line of JSON a request, when it is answered. Lines of one turn of the loop go out together,
 * for a call of the system costs more than an answer; what is left when the process ends goes out then, whatever ends it
 * but a signal that nobody hears.
 */
import type { FastifyReply, FastifyRequest } from "fastify";
import { codeOf } from "../artifact/failure.js";
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

/** A failure as the log has it. */
interface LoggedFailure {
  readonly [more: string]: unknown;
  readonly type: string;
  readonly message: string;
  readonly stack: string;
  readonly code?: string;
}

/**
 * What is logged of a failure, and nothing else that a library hung on it: ioredis adds the command with the password that
 * was refused, pg the row that did not fit.
 */
export function failureInLog(error: unknown): LoggedFailure {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error), stack: "" };
  const code = codeOf(error);
  const { name: type, message, stack = "" } = error;
  return { type, message, stack: withCause(stack, error.cause), ...(code === "" ? {} : { code }) };
}

/** The trace, and those of what was behind it. */
const withCause = (stack: string, cause: unknown): string =>
  cause instanceof Error ? `${stack}\ncaused by: ${cause.stack ?? cause.message}` : stack;

/** Tells of a request that was answered, or whose client went away. */
export function logRequest(request: FastifyRequest, reply: FastifyReply): void {
  request.log.info({ req: request, res: reply, tenant: tenantOf(request), responseTime: reply.elapsedTime }, "request completed");
}
