/** The queue by its address; only its own client is loaded. */
import { CornichonError, sentence, showText } from "../../errors.js";
import { type Queue, scheme, type Told } from "./queue.js";

/**
 * Opens a queue by its address.
 * @throws CornichonError `usage` for an address that is none, `service.storage` where nobody answers
 */
export async function openQueue(url: string, told: Told): Promise<Queue> {
  if (/^rediss?:\/\//.test(url)) return (await import("./redis.js")).openRedis(url, told);
  if (/^postgres(?:ql)?:\/\//.test(url)) return (await import("./postgres.js")).openPostgres(url, told);
  throw new CornichonError("usage", sentence`--queue is redis://… or postgres://…, not ${showText(scheme(url))}`);
}
