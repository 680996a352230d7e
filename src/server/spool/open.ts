/** The spool by its name: a folder, or a place in a bucket. */
import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { CornichonError, sentence, showPath } from "../../errors.js";
import { isAddress } from "../../objects/address.js";
import { stateFolder } from "../store/database.js";
import { DiskSpool, type Spool } from "./disk.js";
import { openS3Spool } from "./s3.js";

/** @throws CornichonError `service.storage`, `usage` */
export async function openSpool(place: string | null): Promise<Spool> {
  if (place !== null && isAddress(place)) return openS3Spool(place);
  const path = place === null ? join(stateFolder(), "spool") : resolve(place);
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    throw new CornichonError("service.storage", sentence`${showPath(path)}: the spool's folder could not be made`, { cause });
  }
  return new DiskSpool(path);
}
