import { basename, join } from 'node:path'
import { parseArgs } from 'node:util'
import { importPhones } from '../../broadcasts/import-phones.ts'
import { deletePhoneList, forgetPhone, listPhoneLists, type PhoneList } from '../../broadcasts/phone-list.store.ts'
import { mobileOf, readPhoneList, readPhoneListWords } from '../../broadcasts/read-phone-list.ts'
import { nameOf } from '../../broadcasts/rights.ts'
import { vietnamDateTime } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import type { AccountId, ProvinceId } from '../../core/ids.ts'
import { provinceOrThrow } from '../../places/provinces.ts'
import { type BroadcastDesk, openBroadcastDesk } from '../broadcast-desk.ts'
import { type CommandIo, doerOrThrow, type ExitCode, UsageError } from '../command.ts'
import { readSheetFile } from '../sheet-file.ts'
import { actorNamed } from './broadcast-create.ts'

export const PHONES_USAGE = [
  'broadcasts phones list [--json]',
  'broadcasts phones import <file.xlsx|file.csv> --province <id> --by <name> [--title <text>] [--dry-run] [--json]',
  'broadcasts phones delete <id> --by <name>',
  'broadcasts phones forget <number> --province <id> --by <name>',
].join('\n')

interface Options {
  readonly json: boolean
  /** Only tells what an import would take in. */
  readonly dryRun: boolean
  readonly by?: string
  readonly province?: string
  readonly title?: string
}

/** `broadcasts phones`: lists of numbers of people who agreed to template messages. */
export async function runPhones(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      'dry-run': { type: 'boolean', default: false },
      // What an import does by itself: taken since it once had to be said.
      apply: { type: 'boolean', default: false },
      by: { type: 'string' },
      province: { type: 'string' },
      title: { type: 'string' },
    },
  })
  const [action, subject, ...others] = positionals
  const options: Options = { ...values, dryRun: values['dry-run'] }
  if (options.dryRun && values.apply) throw new UsageError('Either --dry-run or --apply.')
  if (others.length > 0) throw new UsageError(`"${others.join(' ')}" is too much.`)
  if (action === 'list' && subject === undefined) return list(io, options)
  if (action === 'import' && subject !== undefined) return importFile(io, subject, options)
  if (action === 'forget' && subject !== undefined) return forget(io, subject, options)
  if (action === 'delete' && subject !== undefined) return remove(io, subject, doerOrThrow(options))
  throw new UsageError(PHONES_USAGE)
}

async function list(io: CommandIo, { json }: Options): Promise<ExitCode> {
  await using desk = await openBroadcastDesk(io)
  const lists = await listPhoneLists(desk.db)
  if (json) {
    io.out(`${JSON.stringify(lists)}\n`)
    return 0
  }
  const lines = await Promise.all(lists.map((one) => shown(desk, one)))
  io.out(lines.join('') || 'There are no lists of phones.\n')
  return 0
}

async function importFile(io: CommandIo, path: string, options: Options): Promise<ExitCode> {
  const name = doerOrThrow(options)
  if (!options.province) throw new UsageError('Say whose list it is: --province <id>.')
  const words = readPhoneListWords(join(io.root, 'data/messages'))
  const sheet = await readPhoneList(await readSheetFile(path), basename(path), words)
  if ('mistakes' in sheet) {
    const { mistakes } = sheet
    if (options.json) io.out(`${JSON.stringify({ applied: false, mistakes })}\n`)
    else io.out(mistakes.map(({ message }) => `${message}\n`).join(''))
    io.err(`${mistakes.length} mistakes: nothing was taken in.\n`)
    return 1
  }
  await using desk = await openBroadcastDesk(io)
  const province = options.province as ProvinceId
  const account = phoneAccount(desk, province)
  const author = await actorNamed(desk, name, { province, segment: {} })
  const { rows, columns, withoutConsent, repeated } = sheet
  const title = options.title ?? basename(path)
  const counts = `${rows.length} numbers, ${repeated} repeated, ${withoutConsent} without consent left out`
  if (options.dryRun) {
    if (options.json)
      io.out(`${JSON.stringify({ applied: false, count: rows.length, columns, repeated, withoutConsent })}\n`)
    else io.out(`${counts}; values: ${columns.join(', ') || 'none'} (nothing was taken in: it was a dry run)\n`)
    return 0
  }
  const list = await importPhones(desk, { account, title, author, columns, rows }, desk.now())
  io.out(
    options.json
      ? `${JSON.stringify({ applied: true, ...list, repeated, withoutConsent })}\n`
      : `${await shown(desk, list)}${counts}\n`,
  )
  return 0
}

/** Numbers are of one account: the province's only one that has templates for phones. */
function phoneAccount(desk: BroadcastDesk, province: ProvinceId): AccountId {
  provinceOrThrow(desk.provinces, province)
  const accounts = desk.accounts.filter((one) => one.province === province && one.channel === 'zalo-oa')
  const [account] = accounts
  if (!account || accounts.length > 1)
    throw new AppError(
      'phone_account',
      `${province} has ${accounts.length} OAs that could send to phones: it needs one.`,
    )
  return account.id
}

async function remove(io: CommandIo, id: string, name: string): Promise<ExitCode> {
  await using desk = await openBroadcastDesk(io)
  const list = (await listPhoneLists(desk.db)).find((one) => one.id === id)
  if (!list)
    throw new AppError('no_phone_list', `There is no list of phones ${id}: "broadcasts phones list" shows them.`)
  const by = await actorNamed(desk, name, { province: provinceOf(desk, list), segment: {} })
  await deletePhoneList(desk.db, list.id, by, desk.now())
  io.out(`The list ${id} is deleted.\n`)
  return 0
}

/** For whoever wants no more messages at their number: the file it came from must lose it too. */
async function forget(io: CommandIo, typed: string, options: Options): Promise<ExitCode> {
  const name = doerOrThrow(options)
  if (!options.province) throw new UsageError('Say whose lists they are: --province <id>.')
  const phone = mobileOf(typed)
  if (phone === null) throw new UsageError('Name one Vietnamese mobile number, such as 0912345678.')
  await using desk = await openBroadcastDesk(io)
  const province = options.province as ProvinceId
  const contact = desk.phoneIndex(phoneAccount(desk, province), phone)
  const by = await actorNamed(desk, name, { province, segment: {} })
  const lists = await forgetPhone(desk.db, contact, by, desk.now())
  io.out(`The number was taken out of ${lists} lists. Take it out of the office's own file as well.\n`)
  return 0
}

function provinceOf(desk: BroadcastDesk, { id, account }: PhoneList): ProvinceId {
  const owner = desk.accounts.find((one) => one.id === account)
  if (owner) return owner.province
  throw new AppError(
    'phone_account',
    `The list ${id} is of ${account}, which the settings name no more: nobody can tell who has the right to it until they do.`,
  )
}

async function shown(
  { db, sealer }: BroadcastDesk,
  { id, account, title, count, columns, author, createdAt }: PhoneList,
): Promise<string> {
  const when = vietnamDateTime(createdAt)
  return `${[id, account, `${count} numbers`, columns.join(', ') || '-', await nameOf(db, sealer, author), when, title].join('\t')}\n`
}
