/**
 * What becomes of each item, in order, with so many at work at once. What has begun when one throws is waited for, and nothing else begun.
 *
 * @param count at least 1.
 */
export async function* severalAtOnce<T, R>(
  items: Iterable<T> | AsyncIterable<T>,
  count: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R, void, undefined> {
  const running: Promise<R>[] = [];
  try {
    for await (const item of items) {
      const begun = work(item);
      begun.catch(() => undefined); // heard when its turn comes
      running.push(begun);
      if (running.length >= count) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}
