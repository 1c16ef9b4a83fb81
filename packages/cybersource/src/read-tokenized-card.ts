import { Secret, TokenNumber } from '@nt/core'
import { z } from 'zod'
import {
  concealCardNumber,
  concealed,
  dated,
  fields,
  flag,
  id,
  isObject,
  link,
  listOf,
  present,
  section,
  shown,
  text,
  word,
} from './read-fields.ts'
import type { TokenizedCard } from './tokenized-card.ts'

const asset = section({ id, _links: section({ self: link }) })

const metadata = section({
  creator: shown,
  cardArt: section({
    foregroundColor: shown,
    backgroundColor: shown,
    labelColor: shown,
    combinedAsset: asset,
    brandLogoAsset: asset,
    issuerLogoAsset: asset,
    iconAsset: asset,
  }),
  issuer: section({
    name: shown,
    shortDescription: shown,
    longDescription: shown,
    email: shown,
    phoneNumber: shown,
    url: shown,
    privacyPolicyUrl: shown,
    country: shown,
    capabilities: section({
      deviceBindingSupported: flag,
      cardholderVerificationSupported: flag,
      trustedBeneficiaryEnrollmentSupported: flag,
      delegatedAuthenticationSupported: flag,
      oboDeviceBindingSupported: flag,
      tokenLcmNotificationsSupported: flag,
      fpanLcmNotificationsSupported: flag,
    }),
    bankApplications: listOf({ name: shown, address: shown }),
  }),
  services: section({ scanAndPay: section({ merchantPresentedQrEnabled: shown }) }),
  features: section({ accountFundingSource: shown }),
})

const wire = z.object({
  _links: z.preprocess(oneSpelling, section({ self: link, instrumentIdentifier: link })),
  id: text,
  object: shown,
  source: shown,
  state: word,
  reason: shown,
  enrollmentId: id,
  tokenReferenceId: id,
  paymentAccountReference: id,
  number: text,
  expirationMonth: dated,
  expirationYear: dated,
  type: shown,
  accountReferenceId: id,
  requestorId: id,
  cryptogram: text,
  securityCode: text,
  eci: shown,
  applicationTransactionCounter: shown,
  // What the answer says of the card binds it to the question, so that it is checked and not dropped.
  card: fields({
    number: text,
    suffix: text,
    expirationMonth: dated,
    expirationYear: dated,
    type: shown,
    issueDate: shown,
    activationDate: shown,
    expirationPrinted: flag,
    securityCodePrinted: flag,
    termsAndConditions: section({ url: shown }),
  })
    .nullish()
    .transform((value) => value ?? undefined),
  verificationResults: section({ securityCode: shown, address: shown }),
  metadata,
})

/** Reads a tokenized card, flat as the guide has it or nested as the SDK's model has it, and wraps what may not be seen. */
export const tokenizedCardSchema: z.ZodType<TokenizedCard> = z.preprocess(unnest, wire).transform(conceal)

/** `body.tokenizedCard ?? body`; of a nested body the links outside count too. */
function unnest(body: unknown): unknown {
  if (!isObject(body) || !isObject(body['tokenizedCard'])) return body
  return { ...('_links' in body && { _links: body['_links'] }), ...body['tokenizedCard'] }
}

/** `instrumentidentifier` on older pages [D]. */
function oneSpelling(links: unknown): unknown {
  if (!isObject(links) || !('instrumentidentifier' in links)) return links
  return { instrumentIdentifier: links['instrumentidentifier'], ...links }
}

function conceal({ number, cryptogram, securityCode, card, ...rest }: z.infer<typeof wire>): TokenizedCard {
  return present({
    ...rest,
    number: concealed(number, (digits) => new TokenNumber(digits)),
    cryptogram: cryptogram === undefined ? undefined : new Secret(cryptogram, 'cryptogram'),
    securityCode: securityCode === undefined ? undefined : new Secret(securityCode, 'dynamic security code'),
    card: card && present({ ...card, number: concealCardNumber(card.number) }),
  })
}
