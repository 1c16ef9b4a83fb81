import assert from 'node:assert/strict'
import type { ConformanceCase } from '../conformance.ts'
import { activeToken, capability, failsWith, hostOf, stored } from './expect.ts'

const group = 'credentials'

export const credentialCases: readonly ConformanceCase[] = [
  {
    group,
    name: "gives number, expiry, cryptogram and ECI for a customer's payment",
    needs: ['credential'],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      const token = await activeToken(provider, cards.active)
      const credential = await capability(provider, 'credential')(stored(token), { initiator: 'customer' })
      assert.match(credential.tokenNumber.reveal(), /^[0-9]{12,19}$/)
      assert.equal(credential.tokenNumber.lastFour, token.lastFour)
      assert.deepEqual(credential.expiry, token.expiry)
      assert.ok((credential.cryptogram?.reveal().length ?? 0) > 20)
      assert.match(credential.eci ?? '', /^[0-9]{2}$/)
    },
  },
  {
    group,
    name: 'makes a new cryptogram for every payment',
    needs: ['credential'],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      const token = await activeToken(provider, cards.active)
      const ask = async () =>
        (await capability(provider, 'credential')(stored(token), { initiator: 'customer' })).cryptogram?.reveal()
      assert.notEqual(await ask(), await ask())
    },
  },
  {
    group,
    name: "gives no cryptogram for a merchant's payment",
    needs: ['credential'],
    run: async (subject) => {
      const { provider, cards } = await subject.open()
      const token = await activeToken(provider, cards.active)
      const credential = await capability(provider, 'credential')(stored(token), { initiator: 'merchant' })
      assert.match(credential.tokenNumber.reveal(), /^[0-9]{12,19}$/)
      assert.equal(credential.cryptogram, undefined)
    },
  },
  {
    group,
    name: 'gives no credential for a suspended token',
    needs: ['credential', 'host'],
    run: async (subject) => {
      const opened = await subject.open()
      const token = await activeToken(opened.provider, opened.cards.active)
      hostOf(opened).setState(token.ref.id, 'suspended')
      await failsWith(
        capability(opened.provider, 'credential')(stored(token), { initiator: 'customer' }),
        'token_not_active',
      )
    },
  },
  {
    group,
    name: 'gives no credential for a token that it does not know',
    needs: ['credential'],
    run: async (subject) => {
      const { provider, unknownReference } = await subject.open()
      const ref = { provider: provider.id, id: unknownReference }
      await failsWith(capability(provider, 'credential')(ref, { initiator: 'customer' }), 'token_not_found')
    },
  },
]
