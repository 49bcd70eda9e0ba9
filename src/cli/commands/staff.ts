import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readConfig } from '../../config.ts'
import { vietnamDate, vietnamDateTime } from '../../core/clock.ts'
import { AppError } from '../../core/errors.ts'
import { createIds } from '../../core/ids.ts'
import { silentLog } from '../../core/log.ts'
import { readCommunes } from '../../places/communes.ts'
import { readProvinces } from '../../places/provinces.ts'
import { CODE_LASTS_MS } from '../../staff/link-code.ts'
import { actorOf, ROLES, type StaffId, type StaffMember, type UnitId } from '../../staff/member.ts'
import { addStaff, listStaff, removeStaff } from '../../staff/staff.store.ts'
import { createUnits, type Units } from '../../staff/units.ts'
import { openStorage, type Storage } from '../../storage.ts'
import { releaseTickets } from '../../support/work-on-ticket.ts'
import { type Command, type CommandIo, type ExitCode, UsageError } from '../command.ts'

/** How the audit log names whoever works at the server's command line. */
const OPERATOR = 'operator'

/** What was asked for on the command line. */
interface Asked {
  readonly io: CommandIo
  readonly storage: Storage
  readonly units: Units
  readonly json: boolean
  /** UTC ms, on the clock of the server: a code must not have lapsed there before it is shown. */
  readonly now: number
}

/** `staff add|list|remove`: who may act for which unit. */
export const staffCommand: Command = {
  name: 'staff',
  summary: 'who may act for a province or a commune: adds with a one-time code, lists, removes',
  usage: `staff add --role ${ROLES.join('|')} --unit gia-lai|21553 --name "Tên hiển thị" [--json]\nstaff list [--json]\nstaff remove <id> [--json]`,
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        role: { type: 'string' },
        unit: { type: 'string' },
        name: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    })
    const deed = readDeed(positionals, values)
    const config = readConfig(io.env)
    const units = createUnits(readProvinces(join(io.root, 'data/provinces')), readCommunes(io.root))
    await using storage = await openStorage(config, silentLog)
    return await deed({ io, storage, units, json: values.json, now: io.now() })
  },
}

/** What the arguments ask for; throws a `UsageError` before anything is opened. */
function readDeed(
  [action, ...rest]: readonly string[],
  { role: roleName, unit, name }: { role?: string | undefined; unit?: string | undefined; name?: string | undefined },
): (asked: Asked) => Promise<ExitCode> {
  const [id, ...others] = rest
  if (action === 'list' && id === undefined) return list
  if (action === 'remove' && id !== undefined && others.length === 0) return (asked) => remove(asked, id as StaffId)
  if (action === 'remove') throw new UsageError('Name the one member to remove by their id (staff list shows it).')
  if (action !== 'add' || id !== undefined) throw new UsageError('staff can "add", "list" or "remove".')
  const role = ROLES.find((known) => known === roleName)
  if (!role) throw new UsageError(`--role is one of ${ROLES.join(', ')}.`)
  if (!unit || !name?.trim()) throw new UsageError('A new member needs --unit and --name.')
  // As everybody will write it: some keyboards write a letter and its marks apart.
  return (asked) => add(asked, { role, unit, name: name.trim().normalize('NFC') })
}

async function add(
  { io, storage, units, json, now }: Asked,
  { role, unit: named, name }: Pick<StaffMember, 'role' | 'name'> & { unit: string },
): Promise<ExitCode> {
  const unit = unitOrThrow(units, named)
  const id = createIds(() => now).next() as StaffId
  const staff = { id, role, unit, name, now, by: OPERATOR }
  const code = await storage.database.db.transaction().execute((trx) => addStaff(trx, storage.sealer, units, staff))
  const until = now + CODE_LASTS_MS
  if (json) io.out(`${JSON.stringify({ id, role, unit, code, expiresAt: new Date(until).toISOString() })}\n`)
  else
    io.out(
      `Added ${id}: ${role} of ${units.nameOf(unit)}.\nThe code is ${code}: it is shown only now. They write it to the OA or Page by ${vietnamDateTime(until)}.\n`,
    )
  return 0
}

async function list({ io, storage, units, json }: Asked): Promise<ExitCode> {
  const members = await listStaff(storage.database.db, storage.sealer)
  if (json) io.out(`${JSON.stringify(members)}\n`)
  else io.out(members.map((member) => line(member, units)).join('') || 'There are no members of staff.\n')
  return 0
}

async function remove({ io, storage, json, now }: Asked, id: StaffId): Promise<ExitCode> {
  const removal = { id, now, by: OPERATOR }
  const removed = await storage.database.db.transaction().execute(async (trx) => {
    await releaseTickets(trx, actorOf(removal))
    return removeStaff(trx, removal)
  })
  if (!removed) throw new AppError('staff', `There is no member ${id}: staff list shows those there are.`)
  io.out(json ? `${JSON.stringify({ removed: id })}\n` : `Removed ${id}.\n`)
  return 0
}

function unitOrThrow(units: Units, text: string): UnitId {
  const unit = units.find(text)
  if (unit === null)
    throw new AppError(
      'staff_unit',
      `There is no unit "${text}": name a province of data/provinces, such as gia-lai, or one of its communes by the code in data/places/communes, such as 21553.`,
    )
  return unit
}

function line(member: StaffMember, units: Units): string {
  const linked = member.linkedAt === null ? 'not linked' : `linked ${vietnamDate(member.linkedAt)}`
  return `${member.id}\t${member.role}\t${member.unit}\t${units.nameOf(member.unit)}\t${member.name}\t${linked}\n`
}
