/**
 * Does `work` for every item, at most `atOnce` of them at a time, and hands each result over in the order of the items as soon as it is its turn.
 * The source is read only as fast as the results are taken. Neither `work` nor `handOver` may reject.
 */
export async function inOrder<Item, Result>(
  items: AsyncIterable<Item>,
  atOnce: number,
  work: (item: Item) => Promise<Result>,
  handOver: (result: Result) => void | Promise<void>,
): Promise<void> {
  const waiting: Promise<void>[] = []
  let last = Promise.resolve()
  for await (const item of items) {
    const before = last
    const result = work(item)
    last = before.then(() => result).then(handOver)
    waiting.push(last)
    if (waiting.length >= atOnce) await waiting.shift()
  }
  await last
}
