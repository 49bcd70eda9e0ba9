import { parseArgs } from 'node:util'
import { recordClassAudit } from '../../classes/audit.store.ts'
import { findClassByCode } from '../../classes/class.store.ts'
import type { CatalogueClass, ClassCode } from '../../classes/class.ts'
import { listRegistrations } from '../../classes/registration.store.ts'
import type { Registration } from '../../classes/registration.ts'
import { readRegistrationWords, writeRegistrations } from '../../classes/sheets/write-registrations.ts'
import { readConfig } from '../../config.ts'
import { AppError } from '../../core/errors.ts'
import { silentLog } from '../../core/log.ts'
import { openStorage, type Storage } from '../../storage.ts'
import { type Command, type CommandIo, UsageError } from '../command.ts'
import { sheetKindOf, writeSheetFile } from '../sheet-file.ts'

/** `registrations list|export`: who signed up for a class. Both are written into the audit log. */
export const registrationsCommand: Command = {
  name: 'registrations',
  summary: 'who signed up for a class: lists, exports them',
  usage: 'registrations list <class> [--json]\nregistrations export <class> <file.xlsx|file.csv> [--json]',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
    const [action, code, path, ...others] = positionals
    if (action === 'list' && code !== undefined && path === undefined) {
      const { registrations } = await read(io, code, 'registrations_listed')
      const lines = registrations.map(lineOf).join('') || 'Nobody has signed up.\n'
      io.out(values.json ? `${JSON.stringify(registrations)}\n` : lines)
      return 0
    }
    if (action !== 'export' || code === undefined || path === undefined || others.length > 0)
      throw new UsageError('registrations can "list" a class by its code, or "export" it to one file.')
    const kind = sheetKindOf(path)
    const { registrations } = await read(io, code, 'registrations_exported')
    await writeSheetFile(path, await writeRegistrations(registrations, kind, readRegistrationWords(io.root)))
    const done = { file: path, registrations: registrations.length }
    io.out(values.json ? `${JSON.stringify(done)}\n` : `${done.registrations} registrations written to ${path}\n`)
    return 0
  },
}

async function read(io: CommandIo, code: string, action: 'registrations_listed' | 'registrations_exported') {
  await using storage = await openStorage(readConfig(io.env), silentLog)
  const { db } = storage.database
  const one = await classOrThrow(storage, code)
  const registrations = await listRegistrations(db, storage.sealer, one.id)
  const detail = `${registrations.length} people`
  await recordClassAudit(db, { at: io.now(), actor: 'operator', action, subject: `class:${one.id}`, detail })
  return { registrations }
}

async function classOrThrow({ database }: Storage, code: string): Promise<CatalogueClass> {
  const found = await findClassByCode(database.db, code.toUpperCase() as ClassCode)
  if (!found) throw new AppError('class', `There is no class "${code}": "classes list" shows those there are.`)
  return found
}

function lineOf({ code, status, name, phone }: Registration): string {
  return `${code}\t${status}\t${name}\t${phone}\n`
}
