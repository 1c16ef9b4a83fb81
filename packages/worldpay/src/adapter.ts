import {
  type CallOptions,
  type Confirmation,
  type NetworkToken,
  NetworkTokenError,
  type NetworkTokenProvider,
  type PaymentCredential,
  type ProvisionOutcome,
  type TokenRef,
  type TokenState,
} from '@nt/core'
import { shareDeadline } from '@nt/provider-kit'
import { clientOver, type Worldpay } from './client.ts'
import { createConnection } from './connection.ts'
import { networkOf } from './cryptogram.ts'
import type { NetworkTokenRequest } from './provision.ts'
import { toRefusal } from './refusal.ts'
import { readSettings, type WorldpaySettings } from './settings.ts'
import { stateOf } from './status.ts'
import type { TokenFacts, TokenInstrument } from './token-answer.ts'

/** The port with what Worldpay can do. */
export type WorldpayProvider = NetworkTokenProvider &
  Required<Pick<NetworkTokenProvider, 'provisionFrom' | 'credential' | 'remove'>>

type Answer = TokenFacts & { readonly tokenPaymentInstrument?: TokenInstrument | undefined }

/**
 * Access Worldpay as a provider of network tokens.
 *
 * A token that comes back `Deleted` or `Expired` from a creation is a refusal without a known reason, its status beside it as the provider's
 * code: nothing can be paid with it, and Worldpay says of neither that another request would give another token.
 * @example
 * const provider = createWorldpayProvider({ host: 'try', username, password, entity: 'default' })
 * const outcome = await provider.provision(card)
 * @throws NetworkTokenError `configuration_invalid`
 */
export function createWorldpayProvider(settings: WorldpaySettings): WorldpayProvider {
  const read = readSettings(settings)
  const { id, clock } = read
  const worldpay = clientOver(createConnection(read))

  const toToken = (reference: string, answer: Answer, by: Confirmation['by']): NetworkToken => {
    const { status, tokenNumber, expiryDate } = answer.tokenPaymentInstrument ?? {}
    const { lastFour, cardExpiryDate } = answer.paymentInstrument
    const state = stateIn(answer)
    return {
      ref: { provider: id, id: reference },
      state,
      ...(status && { providerState: status }),
      network: answer.network,
      ...(tokenNumber && { number: tokenNumber, lastFour: tokenNumber.lastFour }),
      ...(expiryDate && { expiry: expiryDate }),
      card: { ...(lastFour && { lastFour }), ...(cardExpiryDate && { expiry: cardExpiryDate }) },
      ...(answer.paymentAccountReference && { paymentAccountReference: answer.paymentAccountReference }),
      ...(state === 'refused' && { refusal: toRefusal(answer.provisioningErrors, status) }),
      confirmed: { at: clock.now(), by, asOf: by === 'provision' ? 'now' : 'creation' },
    }
  }

  const create = async (request: NetworkTokenRequest, call?: CallOptions): Promise<ProvisionOutcome> => {
    const created = await worldpay.networkTokens.create(request, call)
    const token = toToken(created.tokenReference, created, 'provision')
    if (token.state === 'active' || token.state === 'pending' || token.state === 'suspended')
      return { status: token.state, token }
    return { status: 'refused', refusal: toRefusal(created.provisioningErrors, token.providerState) }
  }

  return {
    id,

    provision: async ({ pan, expiry, cardholderName = '' }, call) =>
      create(
        {
          paymentInstrument: {
            type: 'card/front',
            cardNumber: pan,
            cardHolderName: cardholderName,
            cardExpiryDate: expiry,
          },
        },
        call,
      ),

    provisionFrom: async ({ href }, call) => create({ paymentInstrument: { type: 'card/tokenized', href } }, call),

    retrieve: async (ref, call) => toToken(ref.id, await worldpay.networkTokens.get(ref.id, call), 'retrieve'),

    credential: async (ref, { initiator }, call) => {
      const rest = shareDeadline(call)
      const { network, number, expiry, link } = ref.held
        ? { ...ref.held, network: networkOf(ref.held.number), link: undefined }
        : await usable(worldpay, id, ref, rest())
      const credential: PaymentCredential = { ref, network, tokenNumber: number, expiry }
      if (initiator === 'merchant') return credential
      try {
        const { cryptogram, eci } = await worldpay.cryptograms.create(number, { ...rest(), link })
        return { ...credential, cryptogram, ...(eci && { eci }) }
      } catch (error) {
        throw ref.held ? await reasonOf(error, worldpay, id, ref, rest()) : error
      }
    },

    remove: async (ref, _reason, call) => {
      const rest = shareDeadline(call)
      const number = ref.held?.number ?? (await removable(worldpay, id, ref, rest()))
      if (number) await worldpay.networkTokens.delete(number, rest())
    },
  }
}

const stateIn = ({ tokenPaymentInstrument: token, provisioningErrors }: Answer): TokenState =>
  stateOf(token?.status, {
    hasNumber: token?.tokenNumber !== undefined,
    hasExpiry: token?.expiryDate !== undefined,
    hasErrors: provisioningErrors.length > 0,
  })

/** Number and expiry of a token that may be paid with. */
async function usable(worldpay: Worldpay, id: string, ref: TokenRef, call: CallOptions) {
  const found = await worldpay.networkTokens.get(ref.id, call)
  const { tokenNumber, expiryDate } = found.tokenPaymentInstrument
  const state = stateIn(found)
  if (state !== 'active' || !tokenNumber || !expiryDate) throw notActive(id, 'credential', state)
  return { network: found.network, number: tokenNumber, expiry: expiryDate, link: found.cryptogramLink }
}

/**
 * Why there is no cryptogram for a held number. `networkProviderError` is all that Worldpay says when a token is not active [inferred], the same
 * as for a fault of the scheme; the lookup that holding the number has saved tells the two apart.
 */
async function reasonOf(error: unknown, worldpay: Worldpay, id: string, ref: TokenRef, call: CallOptions) {
  if (!NetworkTokenError.isInstance(error) || error.providerCode !== 'networkProviderError') return error
  return usable(worldpay, id, ref, call).then(
    () => error,
    (found) =>
      NetworkTokenError.isInstance(found) && (found.code === 'token_not_active' || found.code === 'token_gone')
        ? found
        : error,
  )
}

/** The number to delete; none when there is nothing to delete any more. */
async function removable(worldpay: Worldpay, id: string, ref: TokenRef, call: CallOptions) {
  const found = await worldpay.networkTokens.get(ref.id, call)
  const state = stateIn(found)
  const { tokenNumber } = found.tokenPaymentInstrument
  if (state === 'deleted' || state === 'refused') return undefined
  // Worldpay deletes by number, and a token on its way has none yet: saying "done" now would leave a live token behind.
  if (!tokenNumber) throw notActive(id, 'remove', state)
  return tokenNumber
}

const notActive = (provider: string, operation: string, state: TokenState): NetworkTokenError =>
  new NetworkTokenError(state === 'deleted' ? 'token_gone' : 'token_not_active', {
    provider,
    operation,
    ...(state !== 'deleted' && {
      message: state === 'pending' ? 'the token is not ready yet: it has no number' : `the token is ${state}`,
    }),
  })
