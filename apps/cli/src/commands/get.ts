import { formatExpiry, type NetworkToken } from '@nt/core'
import type { Command } from 'commander'
import { tokenToJson } from '../provision-row.ts'
import { layOutFacts } from '../table.ts'
import type { CommandContext } from '../terminal.ts'
import { formatRef, parseRef } from '../token-ref.ts'
import { type CommonOptions, noteSandbox, withCommonOptions, withRuntime, witness } from './options.ts'

export function addGet(program: Command, { terminal }: CommandContext): void {
  withCommonOptions(program.command('get'))
    .description('ask the provider what it says of a token')
    .argument('<token>', 'provider:reference, as nt provision prints it')
    .action(async (text: string, options: CommonOptions) => {
      const ref = parseRef(text)
      await withRuntime(terminal, async (runtime) => {
        noteSandbox(terminal, runtime, [ref.provider])
        const token = await runtime.tokens.get(ref, witness(terminal, options).call)
        terminal.write(options.json ? `${JSON.stringify(tokenToJson(token))}\n` : describe(token))
      })
    })
}

const describe = (token: NetworkToken): string =>
  layOutFacts([
    ['token', formatRef(token.ref)],
    ['state', token.providerState ? `${token.state} (the provider says ${token.providerState})` : token.state],
    ['network', token.network],
    ['number', token.lastFour && `**** ${token.lastFour}`],
    ['expiry', token.expiry && formatExpiry(token.expiry)],
    ['card', token.card.lastFour && `**** ${token.card.lastFour}`],
    ['card expiry', token.card.expiry && formatExpiry(token.card.expiry)],
    ['issuer', token.display?.issuer?.name ?? token.display?.issuer?.description],
    ['PAR', token.paymentAccountReference],
    ['refused', token.refusal?.reason],
    [
      'confirmed',
      token.confirmed.asOf === 'creation'
        ? `${token.confirmed.at.toISOString()} (the provider repeats details as they were at creation)`
        : token.confirmed.at.toISOString(),
    ],
  ])
