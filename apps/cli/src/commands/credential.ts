import { formatExpiry, type PaymentCredential } from '@nt/core'
import { type Command, Option } from 'commander'
import { layOutFacts } from '../table.ts'
import type { CommandContext } from '../terminal.ts'
import { formatRef, parseRef } from '../token-ref.ts'
import { type CommonOptions, noteSandbox, withCommonOptions, withRuntime, witness } from './options.ts'

interface CredentialOptions extends CommonOptions {
  readonly initiator: 'customer' | 'merchant'
  readonly reveal?: boolean
}

export function addCredential(program: Command, { terminal }: CommandContext): void {
  withCommonOptions(program.command('credential'))
    .description('get what one payment needs: token number, expiry, one-time cryptogram')
    .argument('<token>', 'provider:reference, as nt provision prints it')
    .addOption(
      new Option('--initiator <who>', "who makes the payment; a merchant's has no cryptogram")
        .choices(['customer', 'merchant'])
        .default('customer'),
    )
    .option('--reveal', "print token number and cryptogram in clear: they end up in your terminal's history")
    .action(async (text: string, options: CredentialOptions) => {
      const ref = parseRef(text)
      await withRuntime(terminal, async (runtime) => {
        noteSandbox(terminal, runtime, [ref.provider])
        const intent = { initiator: options.initiator }
        const credential = await runtime.tokens.credential(ref, intent, witness(terminal, options).call)
        const shown = options.reveal ? reveal(credential) : mask(credential)
        terminal.write(options.json ? `${JSON.stringify(toJson(credential, shown))}\n` : describe(credential, shown))
      })
    })
}

interface Shown {
  readonly tokenNumber: string
  readonly cryptogram?: string | undefined
  readonly dynamicSecurityCode?: string | undefined
}

/** The one place of the command line where a credential leaves in clear, and only when asked for. */
const reveal = ({ tokenNumber, cryptogram, dynamicSecurityCode }: PaymentCredential): Shown => ({
  tokenNumber: tokenNumber.reveal(),
  cryptogram: cryptogram?.reveal(),
  dynamicSecurityCode: dynamicSecurityCode?.reveal(),
})

const mask = ({ tokenNumber, cryptogram, dynamicSecurityCode }: PaymentCredential): Shown => ({
  tokenNumber: `**** ${tokenNumber.lastFour}`,
  cryptogram: cryptogram && '********',
  dynamicSecurityCode: dynamicSecurityCode && '****',
})

const toJson = ({ ref, network, expiry, eci, requestorId }: PaymentCredential, shown: Shown) => ({
  ref: formatRef(ref),
  network,
  ...shown,
  expiry: formatExpiry(expiry),
  eci,
  requestorId,
})

const describe = ({ ref, network, expiry, eci, requestorId }: PaymentCredential, shown: Shown): string =>
  layOutFacts([
    ['token', formatRef(ref)],
    ['network', network],
    ['number', shown.tokenNumber],
    ['expiry', formatExpiry(expiry)],
    ['cryptogram', shown.cryptogram],
    ['dynamic code', shown.dynamicSecurityCode],
    ['eci', eci],
    ['requestor id', requestorId],
  ])
