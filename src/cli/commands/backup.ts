import { existsSync } from 'node:fs'
import { stat } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { readConfig } from '../../config.ts'
import { vietnamDateTime } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { sandboxDataKey, sealerFor } from '../../data-key.ts'
import { readBackup, writeBackup } from '../../db/backup/backup-file.ts'
import { dump } from '../../db/backup/dump.ts'
import { load } from '../../db/backup/load.ts'
import { migrate } from '../../db/migrate.ts'
import { openDatabase } from '../../db/open.ts'
import { SANDBOX_DATA_KEY_FILE } from '../../storage.ts'
import { type Command, type CommandIo, UsageError } from '../command.ts'

/** `backup <file>`: all that the database holds, while the server may go on; the same file fits either engine. */
export const backupCommand: Command = {
  name: 'backup',
  summary: 'saves the whole database to a file, while the server may go on',
  usage: 'backup <file> [--json]',
  async run(args, io) {
    const { path, json } = readArgs(args)
    if (existsSync(path)) throw new AppError('backup', `${path} exists already: name a new file.`)
    await using database = openDatabase(readConfig(io.env).databaseUrl)
    await migrate(database)
    await writeBackup(path, dump(database, io.now()))
    const { size } = await stat(path)
    if (json) io.out(`${JSON.stringify({ file: path, bytes: size })}\n`)
    else io.out(`${path}: ${size} bytes. It opens with this DATA_KEY only: keep the key too, and in another place.\n`)
    return 0
  },
}

/** `restore <file>`: puts a backup into the empty database of DATABASE_URL, on either engine. */
export const restoreCommand: Command = {
  name: 'restore',
  summary: 'puts a saved database into an empty one',
  usage: 'restore <file> [--json]',
  async run(args, io) {
    const { path, json } = readArgs(args)
    const config = readConfig(io.env)
    await using database = openDatabase(config.databaseUrl)
    const dataKey = config.dataKey ?? sandboxDataKey(SANDBOX_DATA_KEY_FILE)
    const loaded = await load(database, readBackup(path), async (db) => void (await sealerFor(dataKey, db)))
    if (json) io.out(`${JSON.stringify(loaded)}\n`)
    else said(io, loaded)
    return 0
  },
}

function said(io: CommandIo, { rows, tables, takenAt }: Awaited<ReturnType<typeof load>>): void {
  const when = vietnamDateTime(takenAt)
  io.out(`${rows} rows of ${tables} tables, as they stood at ${when}.\n`)
}

function readArgs(args: string[]): { readonly path: string; readonly json: boolean } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  })
  const [path, ...others] = positionals
  if (!path || others.length > 0) throw new UsageError('Name one file.')
  return { path, json: values.json }
}
