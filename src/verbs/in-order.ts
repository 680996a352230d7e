/** Work side by side, results in the order of what was asked. */

/** Runs `work` on each item, `jobs` at a time; results are handed on in order. */
export async function inOrder<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  jobs: number,
  work: (item: T) => Promise<R>,
  take: (result: R) => void | Promise<void>,
  drop: (result: R) => void = () => undefined,
): Promise<void> {
  const running: Promise<R>[] = [];
  const next = async (): Promise<void> => {
    const first = running.shift();
    if (first !== undefined) await take(await first);
  };
  try {
    for await (const item of items) {
      // Before anything else is waited for: what an iterator gave may be good only until it goes on.
      const job = work(item);
      // It is awaited in its turn: until then its failure is nobody's surprise.
      job.catch(() => undefined);
      running.push(job);
      if (running.length >= jobs) await next();
    }
    while (running.length > 0) await next();
  } finally {
    for (const end of await Promise.allSettled(running)) if (end.status === "fulfilled") drop(end.value);
  }
}
