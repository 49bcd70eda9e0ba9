import { parseArgs } from 'node:util'
import { getBroadcastOrThrow } from '../../broadcasts/broadcast.store.ts'
import { changeSchema } from '../../broadcasts/broadcast.ts'
import type { BroadcastId } from '../../broadcasts/broadcasts.schema.ts'
import { changeBroadcast } from '../../broadcasts/draft.ts'
import { staffOrThrow } from '../../broadcasts/rights.ts'
import type { ProvinceId } from '../../core/ids.ts'
import { readYaml } from '../../core/read-yaml.ts'
import { actorOf } from '../../staff/member.ts'
import { openBroadcastDesk } from '../broadcast-desk.ts'
import { lineOf } from '../broadcast-lines.ts'
import { type CommandIo, type ExitCode, UsageError } from '../command.ts'
import { perform } from './broadcast-deeds.ts'

export const CHANGE_USAGE =
  'broadcasts change <id> <file.yaml> --by <name> [--hash <hash shown>] [--draft] [--outside-plan] [--json]'

/**
 * `broadcasts change`: what the file names is written anew, all else stays; handed in again unless it is to stay a draft.
 * Whatever had been approved needs a new approval.
 */
export async function runChange(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      draft: { type: 'boolean', default: false },
      'outside-plan': { type: 'boolean', default: false },
      by: { type: 'string' },
      hash: { type: 'string' },
    },
  })
  const [id, file, ...others] = positionals
  const by = values.by?.trim()
  if (id === undefined || file === undefined || others.length > 0 || !by) throw new UsageError(CHANGE_USAGE)
  const change = readYaml(file, changeSchema)
  await using desk = await openBroadcastDesk(io)
  const before = await getBroadcastOrThrow(desk.db, id as BroadcastId)
  const member = await staffOrThrow(desk, by, before)
  const { segment = before.segment, province = before.province } = change
  await staffOrThrow(desk, member.id, { segment, province: province as ProvinceId })
  const changed = await changeBroadcast(desk, before.id, change, actorOf(member), desk.now(), values.hash)
  const broadcast = values.draft
    ? changed
    : await perform(desk, before.id, { action: 'submit', by: member.id, outsidePlan: values['outside-plan'] })
  io.out(values.json ? `${JSON.stringify(broadcast)}\n` : lineOf(broadcast))
  return 0
}
