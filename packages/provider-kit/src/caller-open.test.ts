import { NetworkTokenError } from '@nt/core'
import { expect, test } from 'vitest'
import { createCaller } from './caller.ts'
import type { Answer, Operation } from './operation.ts'

const create: Operation = { name: 'create', method: 'POST', route: '/tokens', statuses: [201] }

/** A client of a provider whose answers come in an envelope. */
function client(status: number, open: (answer: Answer) => Promise<Answer>, attempts: number[] = []) {
  const read: string[] = []
  const call = createCaller({
    provider: 'p',
    baseUrl: 'http://127.0.0.1:1',
    correlationHeader: 'x-correlation',
    firstPauseMs: 1,
    fetch: async () => {
      attempts.push(status)
      return new Response('sealed', { status, headers: { 'x-correlation': 'c-1' } })
    },
    open,
    explain: ({ body }) => {
      read.push(new TextDecoder().decode(body))
      return { providerCode: 'inside' }
    },
  })
  return { call: () => call(create), read, attempts }
}

const opened = async (answer: Answer) => ({ ...answer, body: new TextEncoder().encode('opened') })

test('an answer is opened before it is handed back', async () => {
  const answer = await client(201, opened).call()
  expect([new TextDecoder().decode(answer.body), answer.correlationId]).toEqual(['opened', 'c-1'])
})

test('an error is opened before it is read; status and correlation id stay', async () => {
  const { call, read } = client(409, opened)
  await expect(call()).rejects.toMatchObject({
    code: 'conflict',
    status: 409,
    correlationId: 'c-1',
    providerCode: 'inside',
  })
  expect(read).toEqual(['opened'])
})

test('what opening throws is the failure of the call, and is not tried again', async () => {
  const refuse = async ({ status }: Answer) => {
    throw new NetworkTokenError('answer_unreadable', { provider: 'p', status, writes: true })
  }
  const { call, attempts } = client(201, refuse)
  await expect(call()).rejects.toMatchObject({ code: 'answer_unreadable', mayHaveTakenEffect: true })
  expect(attempts).toEqual([201])
})
