/**
 * What goes wrong with a request, as `application/problem+json` (RFC 9457) with the codes of every other failure. A
 * failure of ours that nobody foresaw is told as such, without what it was: that is in the log, under the request's id.
 */
import { codeOf } from "../artifact/failure.js";
import { CornichonError, FAILURES, type FailureArgs, type FailureCode, type Shown, sentence } from "../errors.js";

/** The status of each code; one that is not here is the caller's mistake. */
const STATUS: Partial<Readonly<Record<FailureCode, number>>> = {
  "artifact.refused": 422,
  "document.limit": 422,
  "document.malformed": 422,
  "model.ambiguous": 422,
  "model.inconsistent": 422,
  "model.missing": 422,
  "model.needs-code": 422,
  "model.not-fitted": 422,
  "model.unsupported-class": 422,
  "target.unsupported": 422,
  "request.unauthorized": 401,
  "request.forbidden": 403,
  "request.not-found": 404,
  "request.method": 405,
  "request.media-type": 415,
  "request.timeout": 408,
  "request.too-large": 413,
  "request.too-many": 429,
  "service.failed": 500,
  "service.busy": 503,
  "service.storage": 503,
  "host.bundle-changed": 500,
  "host.closed": 503,
  // Also a child that was killed while it started.
  "host.isolate-unavailable": 503,
  "host.node-too-old": 500,
};

/** Seconds after which it is worth trying again, for what passes. */
const RETRY_AFTER: Partial<Readonly<Record<FailureCode, number>>> = {
  "request.too-many": 1,
  "service.busy": 1,
  "service.storage": 5,
  "host.closed": 5,
  "host.isolate-unavailable": 5,
};

/** MLflow's words for what went wrong. */
const MLFLOW_CODES: Readonly<Record<number, string>> = {
  401: "UNAUTHENTICATED",
  403: "PERMISSION_DENIED",
  404: "RESOURCE_DOES_NOT_EXIST",
  500: "INTERNAL_ERROR",
  503: "TEMPORARILY_UNAVAILABLE",
};

/** The media type of a problem. */
export const PROBLEM_TYPE = "application/problem+json";

/** A problem as it is sent. */
export interface Problem {
  readonly type: "about:blank";
  readonly title: string;
  readonly status: number;
  readonly code: FailureCode;
  readonly detail: string;
  /** The same, where clients of the Open Inference Protocol and of MLflow look for it. */
  readonly error: string;
  readonly message: string;
  readonly error_code: string;
  readonly args?: FailureArgs;
  readonly findings?: readonly object[];
}

const statusOf = (code: FailureCode): number => STATUS[code] ?? 400;
export const retryAfter = (code: FailureCode): number | null => RETRY_AFTER[code] ?? null;

const UNFORESEEN = new CornichonError(
  "service.failed",
  sentence`The service failed at this request; its log says why, under the request's id.`,
);

/** A failure as a problem. `findings` say why an artifact has no answer. */
export function problemOf(failure: CornichonError, findings?: readonly object[]): Problem {
  const { code, message, args } = failure;
  const hasArgs = Object.keys(args).length > 0;
  return {
    type: "about:blank",
    title: FAILURES[code],
    status: statusOf(code),
    code,
    detail: message,
    error: message,
    message,
    error_code: MLFLOW_CODES[statusOf(code)] ?? "BAD_REQUEST",
    ...(hasArgs ? { args } : {}),
    ...(findings === undefined ? {} : { findings }),
  };
}

/** What pg says of a connection that is no more. */
const NO_CONNECTION = /^(?:Connection terminated|Client has encountered a connection error|The database was closed|timeout exceeded)/;

/** Failures of SQLite, of PostgreSQL and the way to it, and of the system's files: they pass, and are nobody's mistake who asks. */
const isOfStorage = (failure: unknown): boolean =>
  failure instanceof Error &&
  ("syscall" in failure || "severity" in failure || codeOf(failure) === "ERR_SQLITE_ERROR" || NO_CONNECTION.test(failure.message));

const STORAGE = new CornichonError(
  "service.storage",
  sentence`The database or the spool could not be used; try again later. The log says why, under the request's id.`,
);

/** What is told of any failure: our own as they are, whatever else as a failure of the service, or of what it stores things in. */
export function toldOf(failure: unknown): CornichonError {
  if (failure instanceof CornichonError) return failure;
  return isOfStorage(failure) ? STORAGE : UNFORESEEN;
}

export const notFound = (what: Shown): CornichonError => new CornichonError("request.not-found", what);
