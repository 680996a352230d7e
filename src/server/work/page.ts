/**
 * A page: some hundred keys of a bucket that one worker judges, as the options of a job. It is the range of its keys and
 * none of them, so ten million files are ten thousand short rows. With it stands by what they are to be judged: a worker
 * with another policy, other limits or of another version refuses it, for its lines would not be those of one scan.
 */
import * as z from "zod";
import { addressOf, isAddress } from "../../objects/address.js";
import { jsonIn } from "../json-in.js";
import { isKey } from "../spool/disk.js";

/** How often a job may be begun, of whichever kind it is. */
export const MOST_ATTEMPTS = 3;

/** Whose pages are: the name of no tenant, which has no blanks. */
export const PAGES = "pages of scans";

/** Characters of the longest key, of which each has a byte at least. */
const KEY = z.string().max(1024);
const MOST_GLOBS = 1000;
const GLOBS = z.array(z.string().max(1000)).max(MOST_GLOBS).readonly();

function isPlace(text: string): boolean {
  try {
    return isAddress(text) && addressOf(text).bucket !== "";
  } catch {
    return false;
  }
}

const PAGE = z.strictObject({
  page: z.strictObject({
    /** Of a folder, with a `/` at its end, or of the bucket; or of the one object. */
    address: z.string().max(2048).refine(isPlace),
    /** Keys behind this one … */
    after: KEY,
    /** … up to this one. */
    through: KEY.min(1),
  }),
  asked: z.strictObject({
    version: z.string().max(100),
    /** Hash of policy, limits and options. */
    reading: z.string().max(100),
    deep: z.boolean(),
    include: GLOBS,
    exclude: GLOBS,
    allFolders: z.boolean(),
  }),
});

/** A page, and how it is judged. */
export type PageOptions = z.infer<typeof PAGE>;
/** A range of keys. */
export type Range = PageOptions["page"];
export type Asked = PageOptions["asked"];

/** Null for what is no page. */
export const pageIn = (options: string): PageOptions | null => jsonIn(options, PAGE);

const RESULT = z.strictObject({ key: z.string().refine(isKey), bytes: z.int().min(0) });

/** Where what came of a page lies in the spool. */
export type PageResult = z.infer<typeof RESULT>;

export const resultIn = (report: string): PageResult | null => jsonIn(report, RESULT);

/** The job of a scan's page. */
export const jobOf = (scan: string, page: number): string => `${scan}-${page}`;
