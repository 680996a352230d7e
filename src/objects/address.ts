/** Addresses of objects: `s3://bucket/key`. What is not one is a path. Kept apart from what speaks to a store, which loads slowly. */
import { CornichonError, sentence, showText } from "../errors.js";

/** A bucket, and an object in it or what the keys of several begin with; empty for all of them. */
export interface Address {
  readonly bucket: string;
  readonly key: string;
}

const SCHEME = "s3://";
/** A dot at its beginning would be a way in an address that has the bucket in its path. */
const BUCKET = /^\w[\w.-]{0,254}$/;
/** Bytes of the longest key. */
const LONGEST_KEY = 1024;

/** True for what is meant as an address. */
export const isAddress = (path: string): boolean => path.startsWith(SCHEME);

/** An address as reports have it. */
export const addressText = ({ bucket, key }: Address): string => `${SCHEME}${bucket}/${key}`;

/** @throws CornichonError `usage` */
export function addressOf(text: string): Address {
  const [bucket = "", ...rest] = text.slice(SCHEME.length).split("/");
  const key = rest.join("/");
  if (isAddress(text) && BUCKET.test(bucket) && Buffer.byteLength(key) <= LONGEST_KEY) return { bucket, key };
  throw new CornichonError("usage", sentence`${showText(text)} is no address of a bucket; one is s3://bucket or s3://bucket/prefix`);
}
