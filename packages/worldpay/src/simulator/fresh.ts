import { createIds, type Ids } from '@nt/sandbox'

/**
 * An identifier that nothing has yet. A seed gives the same ones again when a host starts over on a store that already holds them: then the
 * seed is not followed.
 */
export function fresh(ids: Ids, make: (ids: Ids) => string, isTaken: (made: string) => boolean): string {
  let made = make(ids)
  while (isTaken(made)) made = make(createIds())
  return made
}
