import { answer, providerError, refuseBody } from './answers.ts'
import type { Operation } from './call.ts'
import { invalidTokenNumber, isTokenNumber } from './delete-network-token.ts'
import { cryptogramLinks } from './links.ts'
import { createReader } from './validation.ts'

/** POST /tokens/network/cryptograms: a fresh one each time, 20 bytes as in the sample [S]. */
export const createCryptogram: Operation = ({ host, origin, body }) => {
  const { settings, networkTokens } = host
  const read = createReader()
  const at = read.object({ value: body, path: '$', label: 'Body' }, ['tokenNumber'])?.at('tokenNumber', 'Token number')
  const tokenNumber = at && read.text(at, { min: 1, max: 255 })
  if (at && tokenNumber !== undefined && !isTokenNumber(tokenNumber))
    read.problem('fieldHasInvalidValue', 'Token number is not valid', at.path)
  if (read.errors.length > 0 || tokenNumber === undefined) return refuseBody(read.errors)

  const token = networkTokens.findByNumber(tokenNumber)
  // After its deletion a number is as unknown here as it is to a second DELETE [I].
  if (!token || token.state === 'deleted')
    return settings.unknownCryptogramNumber === 404 ? providerError(404) : invalidTokenNumber()
  if (token.state !== 'active') return providerError(settings.inactiveCryptogramStatus)
  return answer(200, {
    cryptogramDetails: { cryptogram: settings.ids.bytes(20).toString('base64'), eci: settings.eci },
    _links: cryptogramLinks(origin),
  })
}
