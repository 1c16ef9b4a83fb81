import { NetworkTokenError } from '@nt/core'
import type { Command } from 'commander'
import type { CommandContext } from '../terminal.ts'
import { addMleInspect } from './mle-inspect.ts'
import { addMleOpen } from './mle-open.ts'
import { addMleSeal } from './mle-seal.ts'

export function addMle(program: Command, context: CommandContext): void {
  const group = addGroup(program, 'mle', 'message-level encryption by hand: open, seal, inspect')
  addMleOpen(group, context)
  addMleSeal(group, context)
  addMleInspect(group, context)
}

/** A command that only holds others. Alone it says which there are. */
export function addGroup(program: Command, name: string, description: string): Command {
  const group = program.command(name).description(description).usage('<command> [options]').argument('[command]')
  return group.action(() => {
    const names = group.commands.map((command) => `nt ${name} ${command.name()}`)
    throw new NetworkTokenError('usage', { message: `say which: ${names.join(', ')}` })
  })
}
