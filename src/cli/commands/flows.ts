import type { Actions } from '../../engine/action.ts'
import { type Command, UsageError } from '../command.ts'
import { flowsCheck } from './flows-check.ts'
import { flowsDraw } from './flows-draw.ts'
import { flowsSchema } from './flows-schema.ts'
import { flowsTest } from './flows-test.ts'

/** `flows check|draw|test|schema`: what authors of conversations need. `loadActions` reads what flows may call from the project's folder. */
export function createFlowsCommand(loadActions: (root: string) => Promise<Actions>): Command {
  return {
    name: 'flows',
    summary: 'check, draw, test: judges, draws and tries the conversations',
    usage:
      'flows check [--live] [--json]\nflows draw [--check] [--json]\nflows test [<file> …] [--json]\nflows schema [--check] [--json]',
    async run([action, ...args], io) {
      switch (action) {
        case 'check':
          return flowsCheck(args, io, await loadActions(io.root))
        case 'draw':
          return flowsDraw(args, io, await loadActions(io.root))
        case 'schema':
          return flowsSchema(args, io)
        case 'test':
          return flowsTest(args, io)
        default:
          throw new UsageError('flows can "check", "draw", "test" or "schema".')
      }
    },
  }
}
