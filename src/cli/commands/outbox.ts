import { parseArgs } from 'node:util'
import { readConfig } from '../../config.ts'
import { vietnamDateTime } from '../../core/clock.ts'
import { openDatabase } from '../../db/open.ts'
import { type DeadLetter, listDeadLetters, resendDeadLetters } from '../../outbox/dead-letters.store.ts'
import { type Command, UsageError } from '../command.ts'

const LISTED = 200

/** `outbox dead|resend`: messages that were given up, and putting them back into the line. */
export const outboxCommand: Command = {
  name: 'outbox',
  summary: 'dead letters: lists them, sends them again',
  usage: 'outbox dead [--json]\noutbox resend <id> [<id> …] [--json]',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
    const [action, ...rest] = positionals
    const ids = rest.map(Number)
    if (action !== 'dead' && action !== 'resend') throw new UsageError('outbox can "dead" or "resend".')
    if (action === 'resend' && (ids.length === 0 || ids.some((id) => !Number.isSafeInteger(id))))
      throw new UsageError('Name the messages to send again by their numbers (outbox dead lists them).')
    await using database = openDatabase(readConfig(io.env).databaseUrl)
    if (action === 'dead') {
      const letters = await listDeadLetters(database.db, { limit: LISTED })
      io.out(
        values.json ? `${JSON.stringify(letters)}\n` : letters.map(line).join('') || 'There are no dead letters.\n',
      )
      return 0
    }
    const { count } = await resendDeadLetters(database.db, ids, io.now())
    io.out(values.json ? `${JSON.stringify({ queued: count })}\n` : `${count} of ${ids.length} stand in line again.\n`)
    return count === ids.length ? 0 : 1
  },
}

function line(letter: DeadLetter): string {
  const when = letter.finishedAt === null ? '' : vietnamDateTime(letter.finishedAt)
  return `${letter.id}\t${letter.status}\t${letter.account}\t${when}\t${letter.failure ?? ''} ${letter.failureCode ?? ''}: ${letter.failureDetail ?? ''}\n`
}
