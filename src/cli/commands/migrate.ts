import { parseArgs } from 'node:util'
import { readConfig } from '../../config.ts'
import { migrate } from '../../db/migrate.ts'
import { openDatabase } from '../../db/open.ts'
import { type Command, UsageError } from '../command.ts'

/** `migrate`: brings the database to this version's shape (the server does so by itself), or takes the last step back. */
export const migrateCommand: Command = {
  name: 'migrate',
  summary: 'up (default) or down: changes the shape of the database',
  usage: 'migrate [up|down] [--json]',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
    const [direction = 'up', ...others] = positionals
    if ((direction !== 'up' && direction !== 'down') || others.length > 0)
      throw new UsageError('migrate goes "up" or "down".')
    await using database = openDatabase(readConfig(io.env).databaseUrl)
    const steps = await migrate(database, direction)
    if (values.json) io.out(`${JSON.stringify({ direction, steps })}\n`)
    else io.out(steps.length === 0 ? 'The database has this shape already.\n' : `${direction}: ${steps.join(', ')}\n`)
    return 0
  },
}
