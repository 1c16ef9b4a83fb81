import { type Card, type CardSettings, NetworkTokenError, parseCard } from '@nt/core'

/**
 * Asks for a card at the terminal. The number and the code are not echoed.
 * @throws NetworkTokenError `aborted` on Ctrl-C, `card_invalid`
 */
export async function promptCard(settings: CardSettings): Promise<Card> {
  const { isCancel, password, text } = await import('@clack/prompts')
  const answer = async (asked: Promise<string | symbol | undefined>): Promise<string> => {
    const given = await asked
    if (isCancel(given)) throw new NetworkTokenError('aborted', { message: 'stopped at the prompt; nothing was sent' })
    return typeof given === 'string' ? given.trim() : ''
  }
  const number = await answer(password({ message: 'Card number' }))
  const expiry = await answer(text({ message: 'Expiry', placeholder: 'MM/YYYY' }))
  const cardholderName = await answer(text({ message: 'Name on the card', placeholder: 'Worldpay requires it' }))
  const securityCode = await answer(password({ message: 'Security code (empty for none)' }))
  const [expirationMonth, expirationYear] = expiry.split(/[/ -]+/)
  return parseCard(
    {
      number,
      expirationMonth,
      expirationYear,
      ...(cardholderName && { cardholderName }),
      ...(securityCode && { securityCode }),
    },
    settings,
  )
}
