import { noContent, providerError, refuse } from './answers.ts'
import type { Operation } from './call.ts'

/** Digits, as many as a card number may have. The check digit is not looked at: a typing error is then simply unknown [X]. */
export const isTokenNumber = (text: string): boolean => /^[0-9]{10,19}$/.test(text)

export const invalidTokenNumber = (): Response => refuse(400, 'fieldHasInvalidValue', 'Token number is not valid')

/** DELETE /tokens/network/{tokenNumber}: by number where the lookup goes by reference [S]. A second time is 404 [I]. */
export const deleteNetworkToken: Operation = ({ host, id }) => {
  if (!isTokenNumber(id)) return invalidTokenNumber()
  const token = host.networkTokens.findByNumber(id)
  if (!token || token.state === 'deleted') return providerError(404)
  host.networkTokens.setState(token, 'deleted')
  return noContent()
}
