import { NetworkTokenError } from '@nt/core'
import type { HostControl } from '@nt/core/testing'
import { Hono } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Chaos, ChaosRule } from './chaos.ts'
import type { SandboxClock } from './clock.ts'
import { parseDuration } from './duration.ts'
import { faultNames } from './faults.ts'
import type { Journal } from './journal.ts'
import { createSimulator, type Simulator } from './simulator.ts'

/** What stands behind the control door. */
export interface ControlDoorParts {
  readonly clock: SandboxClock
  readonly journal: Journal
  readonly chaos: Chaos
  /** By provider name. */
  readonly hosts: Readonly<Record<string, HostControl>>
}

const states = ['active', 'suspended', 'expired', 'deleted'] as const
const oddities = ['unknown-field', 'unknown-state', 'other-card'] as const

/**
 * The sandbox's own API, for tests in any language: time, journal, faults, and what the network or the issuer would do to a token. Loopback only, no
 * authentication: what it steers is make-believe.
 *
 * | | |
 * |---|---|
 * | `GET /health` | `{"ok":true}` |
 * | `GET /clock`, `POST /clock/advance {"by":"90d"}` | `{"now":"…"}` |
 * | `GET /journal?host=worldpay`, `DELETE /journal` | exchanges, newest last |
 * | `GET /chaos`, `PUT /chaos [{"fault":"reset-after","path":"/tokens/network","probability":0.05}]`, `DELETE /chaos` | the rules in force |
 * | `POST /hosts/{provider}/tokens/{id}/state {"state":"suspended"}` | 204 |
 * | `POST /hosts/{provider}/odd-next-answer {"oddity":"unknown-field"}` | 204 |
 */
export function createControlDoor({ clock, journal, chaos, hosts }: ControlDoorParts): Simulator {
  const app = new Hono()
  const now = () => ({ now: clock.now().toISOString() })
  const hostNamed = (name: string): HostControl => {
    const host = hosts[name]
    if (host) return host
    throw new NetworkTokenError('provider_unknown', {
      message: `no host of that name; there are ${Object.keys(hosts).join(', ')}`,
    })
  }

  app.get('/health', (context) => context.json({ ok: true }))
  app.get('/clock', (context) => context.json(now()))
  app.post('/clock/advance', async (context) => {
    clock.advance(parseDuration(field(await body(context.req.raw), 'by')))
    return context.json(now())
  })
  app.get('/journal', (context) => {
    const host = context.req.query('host')
    return context.json(journal.entries.filter((entry) => !host || entry.host === host))
  })
  app.delete('/journal', (context) => {
    journal.clear()
    return context.body(null, 204)
  })
  app.get('/chaos', (context) => context.json(chaos.rules))
  app.put('/chaos', async (context) => {
    chaos.set(readRules(await body(context.req.raw)))
    return context.json(chaos.rules)
  })
  app.delete('/chaos', (context) => {
    chaos.set([])
    return context.body(null, 204)
  })
  app.post('/hosts/:name/tokens/:id/state', async (context) => {
    const { name, id } = context.req.param()
    hostNamed(name).setState(id, oneOf(states, field(await body(context.req.raw), 'state'), 'state'))
    return context.body(null, 204)
  })
  app.post('/hosts/:name/odd-next-answer', async (context) => {
    const oddity = oneOf(oddities, field(await body(context.req.raw), 'oddity'), 'oddity')
    hostNamed(context.req.param('name')).oddNextAnswer(oddity)
    return context.body(null, 204)
  })
  app.notFound((context) =>
    context.json({ error: invalid('path', 'is not known; the README of @nt/sandbox lists them') }, 404),
  )
  app.onError((error, context) => {
    const known = NetworkTokenError.isInstance(error) ? error : new NetworkTokenError('internal')
    return context.json({ error: known }, known.httpStatus as ContentfulStatusCode)
  })
  return createSimulator((request) => app.fetch(request))
}

function readRules(given: unknown): ChaosRule[] {
  if (!Array.isArray(given)) throw invalid('', 'the rules are an array')
  return given.map((rule: unknown, index) => {
    const fault = oneOf(faultNames, field(rule, 'fault'), `${index}.fault`)
    const { probability } = rule as ChaosRule
    if (probability !== undefined && !(probability >= 0 && probability <= 1))
      throw invalid(`${index}.probability`, 'is a number from 0 to 1')
    return { ...(rule as ChaosRule), fault }
  })
}

async function body(request: Request): Promise<unknown> {
  return request.json().catch(() => {
    throw invalid('', 'the body is not JSON')
  })
}

function field(given: unknown, name: string): string {
  const value = typeof given === 'object' && given !== null ? (given as Record<string, unknown>)[name] : undefined
  if (typeof value !== 'string') throw invalid(name, 'is missing, or no text')
  return value
}

function oneOf<Value extends string>(values: readonly Value[], given: string, path: string): Value {
  const found = values.find((value) => value === given)
  if (found) return found
  throw invalid(path, `is one of ${values.join(', ')}`)
}

const invalid = (path: string, problem: string): NetworkTokenError =>
  new NetworkTokenError('input_invalid', { issues: [{ path, problem }] })
