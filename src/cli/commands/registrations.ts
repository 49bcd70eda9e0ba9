import { parseArgs } from 'node:util'
import { recordClassAudit } from '../../classes/audit.store.ts'
import { findClassByCode, listClasses } from '../../classes/class.store.ts'
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
  usage: 'registrations list [<class>] [--json]\nregistrations export <class> <file.xlsx|file.csv> [--json]',
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { json: { type: 'boolean', default: false } },
    })
    const [action, code, path, ...others] = positionals
    if (action === 'list' && path === undefined) {
      const registrations = code === undefined ? await readAll(io) : await read(io, code, 'registrations_listed')
      const lines = registrations.map(lineOf).join('') || 'Nobody has signed up.\n'
      io.out(values.json ? `${JSON.stringify(registrations)}\n` : lines)
      return 0
    }
    if (action !== 'export' || code === undefined || path === undefined || others.length > 0)
      throw new UsageError('registrations can "list" all or a class by its code, or "export" a class to one file.')
    const kind = sheetKindOf(path)
    const registrations = await read(io, code, 'registrations_exported')
    await writeSheetFile(path, await writeRegistrations(registrations, kind, readRegistrationWords(io.root)))
    const done = { file: path, registrations: registrations.length }
    io.out(values.json ? `${JSON.stringify(done)}\n` : `${done.registrations} registrations written to ${path}\n`)
    return 0
  },
}

type Look = 'registrations_listed' | 'registrations_exported'

async function read(io: CommandIo, code: string, action: Look): Promise<Registration[]> {
  await using storage = await openStorage(readConfig(io.env), silentLog)
  const one = await classOrThrow(storage, code)
  const registrations = await listRegistrations(storage.database.db, storage.sealer, one.id)
  await audit(io, storage, { one, action, people: registrations.length })
  return registrations
}

/** Of all classes, in the order of their codes; the audit log tells of each class with people. */
async function readAll(io: CommandIo): Promise<Registration[]> {
  await using storage = await openStorage(readConfig(io.env), silentLog)
  const all: Registration[] = []
  for (const one of await listClasses(storage.database.db)) {
    const registrations = await listRegistrations(storage.database.db, storage.sealer, one.id)
    if (registrations.length === 0) continue
    await audit(io, storage, { one, action: 'registrations_listed', people: registrations.length })
    for (const registration of registrations) all.push(registration)
  }
  return all
}

function audit(
  io: CommandIo,
  { database }: Storage,
  { one, action, people }: { one: CatalogueClass; action: Look; people: number },
): Promise<void> {
  const subject = `class:${one.id}`
  return recordClassAudit(database.db, { at: io.now(), actor: 'operator', action, subject, detail: `${people} people` })
}

async function classOrThrow({ database }: Storage, code: string): Promise<CatalogueClass> {
  const found = await findClassByCode(database.db, code.toUpperCase() as ClassCode)
  if (!found) throw new AppError('class', `There is no class "${code}": "classes list" shows those there are.`)
  return found
}

function lineOf({ code, status, name, phone }: Registration): string {
  return `${code}\t${status}\t${name}\t${phone}\n`
}
