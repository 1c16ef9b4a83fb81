import { createSimulator, type Simulator } from '@nt/sandbox'
import { createBackground } from './background.ts'
import { retrieveAsset } from './card-art/retrieve-asset.ts'
import { type CybersourceControl, createControl } from './control.ts'
import { createInstrument } from './instrument-identifiers/create.ts'
import { enrollInstrument } from './instrument-identifiers/enroll.ts'
import { createInstrumentDesk } from './instrument-identifiers/instrument-answer.ts'
import { createInstrumentBook } from './instrument-identifiers/instrument-record.ts'
import { listPaymentInstruments } from './instrument-identifiers/list-payment-instruments.ts'
import { createMakeInstrument } from './instrument-identifiers/make-instrument.ts'
import { patchInstrument } from './instrument-identifiers/patch.ts'
import { removeInstrument } from './instrument-identifiers/remove.ts'
import { retrieveInstrument } from './instrument-identifiers/retrieve.ts'
import { createIssueToken } from './issue-token.ts'
import type { CybersourceSimulatorOptions } from './options.ts'
import { createPaymentCredentials } from './payment-credentials.ts'
import { createProvision } from './provision.ts'
import { createRemove } from './remove.ts'
import { createRespond } from './respond.ts'
import { createRetrieve } from './retrieve.ts'
import type { Operation, Route } from './routes.ts'
import { toSettings } from './settings.ts'
import { simulateIssuerEvent } from './simulate-issuer-event.ts'
import { createTokenBook } from './token-record.ts'
import { createTokenize } from './tokenize/tokenize.ts'
import { createKey } from './webhooks/create-key.ts'
import { createSubscriptionOperations } from './webhooks/subscriptions.ts'
import { createWebhookBook } from './webhooks/webhook-record.ts'
import { createWebhooks } from './webhooks/webhooks.ts'

/** A Cybersource host in this process. */
export interface CybersourceSimulator extends Simulator {
  /** What only the network, the issuer or a test can do. */
  readonly control: CybersourceControl
}

/**
 * Simulates the Token Management Service of Cybersource: real signatures of every kind, real message-level encryption, stateful tokens and
 * instrument identifiers, webhooks, the documented test cards. What Cybersource does not document is marked in the source with how sure it is,
 * and can be switched where it matters.
 *
 * @example
 * const keys = await makeMerchantKeys({ merchantId: 'sandbox_mid' })
 * const simulator = createCybersourceSimulator({ merchants: keys })
 * const { url } = await listen(simulator)
 */
export function createCybersourceSimulator(options: CybersourceSimulatorOptions): CybersourceSimulator {
  const settings = toSettings(options)
  const { store, fingerprintKey, ids } = settings
  const book = createTokenBook(store)
  const instruments = createInstrumentBook(store, fingerprintKey)
  const webhookBook = createWebhookBook(store)
  const background = createBackground()
  const webhooks = createWebhooks(settings, webhookBook, instruments, background)
  const { odd, takeFailure, open } = createControl(settings, book, instruments)

  const issue = createIssueToken(settings, book, webhooks.send)
  const make = createMakeInstrument(settings, issue, book, instruments)
  const desk = createInstrumentDesk(settings, book, instruments, odd)
  const provision = createProvision(settings, issue, instruments, odd)
  const remove = createRemove(book)
  const subscriptions = createSubscriptionOperations(settings, webhookBook)
  const credentials = (version: 2 | 3): Operation => createPaymentCredentials(settings, book, instruments, odd, version)

  const cards = '/tms/v2/tokenized-cards'
  const identifiers = '/tms/v1/instrumentidentifiers'
  const hooks = '/notification-subscriptions/v2/webhooks'
  const withoutProfile = true
  const routes: readonly Route[] = [
    { method: 'POST', path: cards, operation: provision },
    { method: 'GET', path: `${cards}/{id}`, operation: createRetrieve(settings, book, odd) },
    { method: 'POST', path: `${cards}/{id}/delete`, operation: remove },
    { method: 'DELETE', path: `${cards}/{id}`, operation: remove },
    {
      method: 'POST',
      path: `${cards}/{id}/issuer-life-cycle-event-simulations`,
      operation: simulateIssuerEvent(book, webhooks.send),
    },
    { method: 'POST', path: '/tms/v2/tokens/{id}/payment-credentials', operation: credentials(2), isCredential: true },
    { method: 'POST', path: '/tms/v3/tokens/{id}/payment-credentials', operation: credentials(3), isCredential: true },
    // The SDK sends no profile here. [X dump S4]
    {
      method: 'GET',
      path: '/tms/v2/tokens/{id}/{provider}/assets/{assetType}',
      operation: retrieveAsset(book),
      withoutProfile,
    },
    { method: 'POST', path: '/tms/v2/tokenize', operation: createTokenize(settings, make, provision, instruments) },
    { method: 'POST', path: identifiers, operation: createInstrument(make, desk), takesJose: true },
    { method: 'GET', path: `${identifiers}/{id}`, operation: retrieveInstrument(desk) },
    { method: 'PATCH', path: `${identifiers}/{id}`, operation: patchInstrument(settings, desk, instruments) },
    { method: 'DELETE', path: `${identifiers}/{id}`, operation: removeInstrument(settings, desk, book, instruments) },
    {
      method: 'POST',
      path: `${identifiers}/{id}/enrollment`,
      operation: enrollInstrument(settings, desk, book, instruments, issue, background),
    },
    {
      method: 'GET',
      path: `${identifiers}/{id}/paymentinstruments`,
      operation: listPaymentInstruments(desk, instruments),
    },
    { method: 'POST', path: '/kms/egress/v2/keys-sym', operation: createKey(settings, webhookBook), withoutProfile },
    { method: 'POST', path: hooks, operation: subscriptions.create, withoutProfile },
    { method: 'GET', path: hooks, operation: subscriptions.list, withoutProfile },
    { method: 'GET', path: `${hooks}/{webhookId}`, operation: subscriptions.retrieve, withoutProfile },
    { method: 'PATCH', path: `${hooks}/{webhookId}`, operation: subscriptions.patch, withoutProfile },
    { method: 'DELETE', path: `${hooks}/{webhookId}`, operation: subscriptions.remove, withoutProfile },
    { method: 'PUT', path: `${hooks}/{webhookId}/status`, operation: subscriptions.setStatus, withoutProfile },
  ]

  const respond = createRespond(settings, routes, takeFailure)
  const simulator = createSimulator(async (request) => {
    background.flush()
    const response = await respond(request)
    response.headers.set('v-c-correlation-id', correlationIdOf(request) ?? ids.uuid())
    return response
  })
  return { ...simulator, control: open(webhooks, background) }
}

/** One that was sent in comes back [D §4.0: kms takes one], unless it could hold a card number. */
function correlationIdOf(request: Request): string | undefined {
  const sent = request.headers.get('v-c-correlation-id') ?? ''
  return /^[A-Za-z0-9-]{1,64}$/.test(sent) && !/(?:\d-?){12}/.test(sent) ? sent : undefined
}
