import assert from 'node:assert/strict'
import type { ProviderEvent, RawRequest } from '../../provider-event.ts'
import type { ConformanceCase, ConformanceSubject, WebhookDelivery } from '../conformance.ts'
import { leaksIn, renderings } from '../renderings.ts'
import { activeToken, capability, failsWith, stored } from './expect.ts'

const group = 'webhooks'
const hourMs = 3_600_000

export const webhookCases: readonly ConformanceCase[] = [
  {
    group,
    name: 'tells which token a genuine webhook is about, and the token can be looked up',
    needs: ['webhooks'],
    run: async (subject) => {
      const { provider, read, deliver, token } = await openWithToken(subject)
      const events = await read(deliver())
      assert.ok(events.length > 0)
      for (const event of events) {
        assert.equal(event.provider, provider.id)
        assert.ok(event.id.length > 0)
        assert.deepEqual(event.tokens, [stored(token)])
        for (const ref of event.tokens) assert.equal((await provider.retrieve(ref)).ref.id, token.ref.id)
      }
    },
  },
  {
    group,
    name: 'knows a webhook that is delivered again by its id, and two events apart',
    needs: ['webhooks'],
    run: async (subject) => {
      const { read, deliver } = await openWithToken(subject)
      const ids = async (change: Partial<WebhookDelivery>) => (await read(deliver(change))).map(({ id }) => id)
      const first = await ids({})
      assert.deepEqual(await ids({ retry: 1, at: new Date(Date.now() + 1_000) }), first)
      assert.notDeepEqual(await ids({ event: 'another event' }), first)
    },
  },
  {
    group,
    name: 'refuses a webhook that a stranger signed',
    needs: ['webhooks'],
    run: async (subject) => {
      const { read, deliver } = await openWithToken(subject)
      await failsWith(read(deliver({ signedBy: 'stranger' })), 'webhook_refused')
    },
  },
  {
    group,
    name: 'refuses a webhook that was signed long ago, or in the future',
    needs: ['webhooks'],
    run: async (subject) => {
      const { read, deliver } = await openWithToken(subject)
      for (const hours of [-48, 48]) {
        await failsWith(read(deliver({ at: new Date(Date.now() + hours * hourMs) })), 'webhook_refused')
      }
    },
  },
  {
    group,
    name: 'refuses a genuine signature over another body',
    needs: ['webhooks'],
    run: async (subject) => {
      const { read, deliver, token } = await openWithToken(subject)
      const { headers, rawBody } = deliver()
      const text = Buffer.from(rawBody).toString()
      const other = text.replaceAll(token.ref.id, [...token.ref.id].reverse().join(''))
      assert.notEqual(other, text)
      for (const body of [other, '', '{}', `${text.slice(0, -1)},`]) {
        await failsWith(read({ headers, rawBody: body }), 'webhook_refused')
      }
    },
  },
  {
    group,
    name: 'refuses a webhook without a signature',
    needs: ['webhooks'],
    run: async (subject) => {
      const { read, deliver } = await openWithToken(subject)
      await failsWith(read({ headers: {}, rawBody: deliver().rawBody }), 'webhook_refused')
    },
  },
  {
    group,
    name: 'keeps nothing of a card in an event',
    needs: ['webhooks'],
    run: async (subject) => {
      const { read, deliver, token, pan } = await openWithToken(subject)
      const events = await read(deliver())
      const secrets = [pan, ...(token.number ? [token.number.reveal()] : [])]
      for (const output of renderings(events)) assert.deepEqual(leaksIn(output, secrets), [])
    },
  },
]

async function openWithToken(subject: ConformanceSubject) {
  const { provider, cards, webhook } = await subject.open()
  assert.ok(webhook)
  const token = await activeToken(provider, cards.active)
  const deliver = (change: Partial<WebhookDelivery> = {}): RawRequest =>
    webhook({ token: stored(token), event: 'an event', retry: 0, at: new Date(), signedBy: 'provider', ...change })
  const read = async (request: RawRequest): Promise<readonly ProviderEvent[]> =>
    capability(provider, 'readEvents')(request)
  return { provider, read, deliver, token, pan: cards.active.pan.reveal() }
}
