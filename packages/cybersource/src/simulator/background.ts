/** What the host does after it has answered. */
export interface Background {
  later(task: () => void | Promise<void>): void
  /** Does now what is waiting. Before each request, so that the next one sees what the last one began. */
  flush(): void
  /** Until nothing is waiting or under way. */
  settled(): Promise<void>
}

export function createBackground(): Background {
  const waiting: (() => void | Promise<void>)[] = []
  const underWay = new Set<Promise<void>>()

  const flush = (): void => {
    for (let task = waiting.shift(); task; task = waiting.shift()) {
      const work = task()
      if (!work) continue
      const done: Promise<void> = work.catch(() => {}).finally(() => underWay.delete(done))
      underWay.add(done)
    }
  }
  return {
    later: (task) => {
      waiting.push(task)
      setImmediate(flush)
    },
    flush,
    settled: async () => {
      for (flush(); waiting.length > 0 || underWay.size > 0; flush()) await Promise.all(underWay)
    },
  }
}
