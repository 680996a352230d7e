/** What a store of objects answered, in words: what happened and what to do. Its own message may hold names that others chose, and is not shown. */
import { type Shown, sentence, showText } from "../errors.js";

const KNOWN: Readonly<Record<string, Shown>> = {
  CredentialsProviderError: sentence`there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE`,
  InvalidAccessKeyId: sentence`the store does not know AWS_ACCESS_KEY_ID; set one of its own`,
  SignatureDoesNotMatch: sentence`AWS_SECRET_ACCESS_KEY does not fit AWS_ACCESS_KEY_ID; set the pair that belongs together`,
  ExpiredToken: sentence`the credentials have expired; sign in again`,
  ExpiredTokenException: sentence`the credentials have expired; sign in again`,
  AccessDenied: sentence`permission denied: the credentials need s3:ListBucket and s3:GetObject there, and s3:PutObject to write`,
  Forbidden: sentence`permission denied: the credentials need s3:ListBucket and s3:GetObject there, and s3:PutObject to write`,
  AllAccessDisabled: sentence`the bucket is closed to everybody`,
  NoSuchBucket: sentence`there is no such bucket; look at its name, and at AWS_ENDPOINT_URL where it is not Amazon's`,
  NoSuchKey: sentence`there is no such object`,
  NotFound: sentence`there is no such object`,
  NoSuchUpload: sentence`the upload was ended by somebody else; write it again`,
  PermanentRedirect: sentence`the bucket is in another region; set AWS_REGION to it`,
  AuthorizationHeaderMalformed: sentence`the bucket is in another region; set AWS_REGION to it`,
  InvalidObjectState: sentence`the object is archived; restore it first`,
  SlowDown: sentence`the store asks to be asked less often; use fewer machines, or try again later`,
  ECONNREFUSED: sentence`nothing listens at the store's address; look at AWS_ENDPOINT_URL`,
  ENOTFOUND: sentence`the store's address is not known; look at AWS_ENDPOINT_URL and AWS_REGION`,
  EAI_AGAIN: sentence`the store's name could not be looked up; look at the network`,
  ECONNRESET: sentence`the store ended the connection; try again`,
  ETIMEDOUT: sentence`the store did not answer in time; try again`,
  TimeoutError: sentence`the store did not answer in time; try again`,
};

/** The name of what a store answered, or of what kept it from answering. */
function failureName(error: unknown): string {
  if (!(error instanceof Error)) return "";
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (Object.hasOwn(KNOWN, error.name) || code === "") return error.name;
  return code;
}

/** The status of an answer, null where there was none. */
export function statusOf(error: unknown): number | null {
  if (!(error instanceof Error) || !("$metadata" in error)) return null;
  const { $metadata: facts } = error;
  const status = typeof facts === "object" && facts !== null && "httpStatusCode" in facts ? facts.httpStatusCode : null;
  return typeof status === "number" ? status : null;
}

/** True where an object is not there, or not any more. */
export const isGone = (error: unknown): boolean => statusOf(error) === 404 && failureName(error) !== "NoSuchBucket";

/** Why, as a sentence's part. */
export function whyNot(error: unknown): Shown {
  const name = failureName(error);
  const status = statusOf(error);
  if (Object.hasOwn(KNOWN, name)) return KNOWN[name] ?? sentence``;
  if (status === 403) return KNOWN["AccessDenied"] ?? sentence``;
  return status === null
    ? sentence`the store could not be asked (${showText(name)})`
    : sentence`the store answered ${status} (${showText(name)})`;
}
