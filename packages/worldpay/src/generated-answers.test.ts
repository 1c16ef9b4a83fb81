import { setImmediate } from 'node:timers/promises'
import { type CallOptions, type Exchange, NetworkTokenError, TokenNumber } from '@nt/core'
import { renderings, spellings } from '@nt/core/testing'
import { describe, expect, it } from 'vitest'
import { cardTokenLinks, tokenHref } from './__fixtures__/card-token.ts'
import { card, reference, tokenNumber } from './__fixtures__/fake-worldpay.ts'
import { createRandom, generate } from './__fixtures__/generated-answers.ts'
import { createWorldpayProvider, type WorldpayProvider } from './adapter.ts'
import { createWorldpay, type Worldpay } from './client.ts'

const pan = '5555555555554444'
const number = new TokenNumber(tokenNumber)
const ref = { provider: 'worldpay', id: reference }
const held = { ...ref, held: { number, expiry: { month: 12, year: 2032 } } }
const testCard = card()
const front = {
  type: 'card/front',
  cardNumber: testCard.pan,
  cardHolderName: 'A Tester',
  cardExpiryDate: { month: 11, year: 2031 },
} as const
const links = {
  description: cardTokenLinks['tokens:description'].href,
  conflicts: cardTokenLinks['tokens:conflicts'].href,
}

/** Every operation of the client and of the port. */
const operations: readonly ((client: Worldpay, provider: WorldpayProvider, call: CallOptions) => Promise<unknown>)[] = [
  (client, _, call) => client.networkTokens.create({ paymentInstrument: front }, call),
  (client, _, call) =>
    client.networkTokens.create({ paymentInstrument: { type: 'card/tokenized', href: tokenHref } }, call),
  (client, _, call) => client.networkTokens.get(reference, call),
  (client, _, call) => client.networkTokens.delete(number, call),
  (client, _, call) => client.cryptograms.create(number, call),
  (client, _, call) => client.tokens.create({ paymentInstrument: front }, call),
  (client, _, call) => client.tokens.get(tokenHref, call),
  (client, _, call) => client.tokens.list({ namespace: 'shop' }, call),
  (client, _, call) => client.tokens.update({ links }, 'description', 'text', call),
  (client, _, call) => client.tokens.resolveConflicts({ links }, call),
  (client, _, call) => client.tokens.delete(tokenHref, call),
  async (client, _, call) =>
    client.tokens.update(await client.tokens.get(tokenHref, call), 'description', 'text', call),
  async (client, _, call) => client.tokens.delete((await client.tokens.get(tokenHref, call)).href, call),
  (_, provider, call) => provider.provision(testCard, call),
  (_, provider, call) => provider.provisionFrom({ href: tokenHref }, call),
  (_, provider, call) => provider.retrieve(ref, call),
  (_, provider, call) => provider.credential(ref, { initiator: 'customer' }, call),
  (_, provider, call) => provider.credential(held, { initiator: 'customer' }, call),
  (_, provider, call) => provider.remove(ref, 'fraud', call),
]

const forbidden = [...spellings(tokenNumber), ...spellings(pan)]
const deadlineMs = 150
/** Beside the deadline, for a machine that is busy with other tests. */
const graceMs = 5_000

const total = 10_000
const seed = 20_260_822

interface Finding {
  readonly index: number
  readonly kinds: readonly string[]
  readonly problem: string
}

/** One call against generated answers; what is wrong with how it ended. */
async function tryOne(index: number, seen: Map<string, number>): Promise<Finding | undefined> {
  const random = createRandom(seed + index)
  const kinds: string[] = []
  const urls: string[] = []
  const exchanges: Exchange[] = []
  const settings = {
    host: 'try',
    username: 'user',
    password: 'secret',
    entity: 'default',
    retries: random.chance(0.1) ? 1 : 0,
    fetch: async (url: string, { method, signal }: { method: string; signal?: AbortSignal }) => {
      urls.push(url)
      const generated = generate(random, `${method} ${url}`)
      kinds.push(generated.kind)
      return generated.answer(signal)
    },
  }
  const call = { deadlineMs, onExchange: (exchange: Exchange) => exchanges.push(exchange) }
  const startedAt = performance.now()
  const ended = await random
    .one(operations)(createWorldpay(settings), createWorldpayProvider(settings), call)
    .then(
      (value) => ({ value }),
      (error: unknown) => ({ error }),
    )
  const outcome = 'error' in ended && NetworkTokenError.isInstance(ended.error) ? ended.error.code : 'a result'
  seen.set(outcome, (seen.get(outcome) ?? 0) + 1)
  const wrong = (problem: string): Finding => ({ index, kinds, problem })
  if ('error' in ended && !NetworkTokenError.isInstance(ended.error))
    return wrong(`a foreign error: ${String(ended.error)}`)
  if (outcome === 'internal') return wrong('a defect')
  if (performance.now() - startedAt > deadlineMs + graceMs) return wrong('past the deadline')
  if (urls.some((url) => !url.startsWith('https://try.access.worldpay.com/tokens'))) return wrong('sent elsewhere')
  const shown = [...renderings('error' in ended ? ended.error : ended.value), JSON.stringify(exchanges)].join('\n')
  return forbidden.some((spelling) => shown.includes(spelling)) ? wrong('a number is shown') : undefined
}

describe(`${total} generated answers`, () => {
  it('end in a typed result or a typed error, in time, at home, and show no number', async () => {
    const seen = new Map<string, number>()
    const findings: Finding[] = []
    let next = 0
    const worker = async () => {
      for (let index = next++; index < total; index = next++) {
        const finding = await tryOne(index, seen)
        // Most answers are there at once; without a pause no timer would ever have its turn.
        await setImmediate()
        if (finding) findings.push(finding)
      }
    }
    await Promise.all(Array.from({ length: 64 }, worker))
    // A failure names its index: `seed + index` makes the same answers again.
    expect(findings.slice(0, 5)).toEqual([])
    expect([...seen.values()].reduce((sum, each) => sum + each, 0)).toBe(total)
    // The generator reaches what it is meant to reach.
    for (const outcome of [
      'a result',
      'outcome_unknown',
      'answer_unreadable',
      'answer_mismatch',
      'link_refused',
      'rate_limited',
      'timeout',
    ]) {
      expect(seen.get(outcome) ?? 0, outcome).toBeGreaterThan(10)
    }
  }, 60_000)
})
