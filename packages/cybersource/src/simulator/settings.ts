import { randomBytes } from 'node:crypto'
import { systemClock } from '@nt/core'
import { createIds, createStore } from '@nt/sandbox'
import type { CybersourceSimulatorOptions, SimulatedMerchant } from './options.ts'
import type { CredentialStatuses } from './switches.ts'

/** Options that mean something by their absence. */
type Optional =
  | 'tokenManagementKid'
  | 'rateLimit'
  | 'profiles'
  | 'defaultProfile'
  | 'profilesWithoutPermission'
  | 'deliver'

type Options = CybersourceSimulatorOptions
type Filled = { readonly [Name in Exclude<keyof Options, Optional>]-?: NonNullable<Options[Name]> }

/** The options with every default filled in. */
export interface Settings
  extends Omit<Filled, 'merchants' | 'requestHost' | 'credentialStatuses'>,
    Pick<Options, Optional> {
  readonly merchants: readonly SimulatedMerchant[]
  readonly requestHosts: readonly string[] | undefined
  readonly credentialStatuses: CredentialStatuses
}

export function toSettings(options: Options): Settings {
  const { merchants, requestHost } = options
  return {
    merchants: 'merchantId' in merchants ? [merchants] : merchants,
    store: options.store ?? createStore(),
    clock: options.clock ?? systemClock,
    ids: options.ids ?? createIds(),
    fingerprintKey: options.fingerprintKey ?? randomBytes(32),
    requestHosts: typeof requestHost === 'string' ? [requestHost] : requestHost,
    maxLifetimeSeconds: options.maxLifetimeSeconds ?? 120,
    requireRequestMle: options.requireRequestMle ?? true,
    profiles: options.profiles,
    defaultProfile: options.defaultProfile,
    profilesWithoutPermission: options.profilesWithoutPermission,
    deliver: options.deliver,
    clockSkewSeconds: options.clockSkewSeconds ?? 30,
    dateSkewSeconds: options.dateSkewSeconds ?? 300,
    acceptParenthesizedRequestTarget: options.acceptParenthesizedRequestTarget ?? false,
    acceptJwtV1: options.acceptJwtV1 ?? false,
    explainUnauthorized: options.explainUnauthorized ?? true,
    tokenizedCardBody: options.tokenizedCardBody ?? 'flat',
    refusedProvisionStatus: options.refusedProvisionStatus ?? 201,
    repeatedProvision: options.repeatedProvision ?? 'same',
    tokenManagementKid: options.tokenManagementKid,
    enrollableTokenForms: options.enrollableTokenForms ?? ['jwe', 'encryptedRequest', 'json'],
    whenBothAsked: options.whenBothAsked ?? 'encryptedResponse',
    credentialsWhenBothAsked: options.credentialsWhenBothAsked ?? 'jose',
    unopenedRequestStatus: options.unopenedRequestStatus ?? 400,
    rateLimit: options.rateLimit,
    credentialStatuses: { inactive: 403, deleted: 410, missing: 404, ...options.credentialStatuses },
    deletedTokenStatus: options.deletedTokenStatus ?? 410,
    instrumentDeletionDeletesToken: options.instrumentDeletionDeletesToken ?? true,
    cardNumbers: options.cardNumbers ?? 'masked',
    webhookSignature: options.webhookSignature ?? 'body',
    webhookPayload: options.webhookPayload ?? 'object',
  }
}
