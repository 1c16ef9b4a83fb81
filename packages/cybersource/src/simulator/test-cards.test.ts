import { passesLuhn } from '@nt/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { createMerchantClient, type MerchantClient } from './__fixtures__/merchant-client.ts'
import { outcomeOf, testCards } from './test-cards.ts'

const path = '/tms/v2/tokenized-cards'
let client: MerchantClient
beforeAll(async () => {
  client = await createMerchantClient()
})

const bodyFor = (source: string, account: string) =>
  source === 'ISSUER'
    ? { source, accountReferenceId: account, card: { type: '001' } }
    : { source, card: { number: account, expirationMonth: '12', expirationYear: '2040' } }

describe('the table of test cards', () => {
  it.each(testCards.map((row) => [row.source, row.printed, row.outcome, row.sample] as const))(
    'gives for %s %s the outcome %s',
    async (source, _, outcome, sample) => {
      const response = await client.send({ path, body: bodyFor(source, sample) })
      expect([200, 201]).toContain(response.status)
      const body = await response.json()
      if (outcome === 'ACTIVE') expect(body).toMatchObject({ state: 'ACTIVE' })
      else expect(body).toMatchObject({ state: 'UNPROVISIONED', reason: outcome })
      expect(body).toHaveProperty(outcome === 'ACTIVE' ? 'id' : 'state')
      if (outcome !== 'ACTIVE') expect(body).not.toHaveProperty('id')
    },
  )

  it('has samples with a right check digit', () => {
    const cards = testCards.filter(({ source }) => source !== 'ISSUER')
    expect(cards.filter(({ sample }) => !passesLuhn(sample))).toEqual([])
  })

  it('has every reason', () => {
    expect([...new Set(testCards.map(({ outcome }) => outcome))].sort()).toMatchInlineSnapshot(`
      [
        "ACTIVE",
        "CARD_NOT_ALLOWED",
        "CARD_NOT_ELIGIBLE",
        "CARD_VERIFICATION_FAILED",
        "DECLINED",
        "INVALID_REQUEST",
        "SERVICE_UNAVAILABLE",
        "SYSTEM_ERROR",
      ]
    `)
  })
})

describe('an outcome', () => {
  // The guide's own numbers, as it says to build them, written out by hand. Seven of them fail the Luhn check.
  it.each([
    '5120342233150747',
    '5120343287499758',
    '5120350100064594',
    '4622943123144639',
    '4622943123144647',
    '4622943123144654',
    '4622943123144662',
    '4622943123144674',
    '4622943123144688',
    '4622943123144696',
    '4622943123116478',
    '5204245750003216',
    '4111111111111111',
    '378282246310005',
    '371111111111111',
  ])('is a token for %s', (number) => expect(outcomeOf('ONFILE', number)).toBe('ACTIVE'))

  it.each([
    ['370000000000028', 'CARD_NOT_ELIGIBLE'],
    ['370000000000002', 'DECLINED'],
    ['370000000000119', 'SERVICE_UNAVAILABLE'],
    ['370000000000036', 'CARD_NOT_ALLOWED'],
    ['4000000011111111', 'CARD_VERIFICATION_FAILED'],
    ['4001770011111118', 'CARD_NOT_ELIGIBLE'],
    ['4010057011111119', 'CARD_NOT_ALLOWED'],
    ['4010057022111116', 'DECLINED'],
    ['4010057033111113', 'SERVICE_UNAVAILABLE'],
    ['4010057044111110', 'SYSTEM_ERROR'],
    ['4020057055111114', 'INVALID_REQUEST'],
    // "Visa any digit": listed patterns are never judged by the check digit.
    ['4000000011111112', 'CARD_VERIFICATION_FAILED'],
    // "Amex X as 0": with another digit it is any American Express.
    ['370000000123428', 'ACTIVE'],
    ['4111111111111112', 'unreadable'],
    ['6011111111111117', 'CARD_NOT_ALLOWED'],
  ] as const)('of %s is %s', (number, outcome) => expect(outcomeOf('ONFILE', number)).toBe(outcome))

  it.each([
    ['TOKEN', '5555555555554445', 'ACTIVE'],
    ['TOKEN', '4000010022111111', 'CARD_NOT_ELIGIBLE'],
    ['TOKEN', '4000000011111111', 'ACTIVE'],
    ['ISSUER', 'ABCDEFGH12345678', 'ACTIVE'],
    ['ISSUER', 'cccccc907033097c2ec91c3cea9d6d02', 'CARD_NOT_ALLOWED'],
    ['ISSUER', 'zzzzzz907033097c2ec91c3cea9d6d02', 'unreadable'],
  ] as const)('from %s %s is %s', (source, account, outcome) => expect(outcomeOf(source, account)).toBe(outcome))
})
