import { parseArgs } from 'node:util'
import { z } from 'zod'
import { getBroadcastOrThrow } from '../../broadcasts/broadcast.store.ts'
import { type Broadcast, draftSchema } from '../../broadcasts/broadcast.ts'
import type { BroadcastId } from '../../broadcasts/broadcasts.schema.ts'
import { createCorrection } from '../../broadcasts/correct.ts'
import { submitBroadcast } from '../../broadcasts/draft.ts'
import { keepNotice } from '../../broadcasts/notice.store.ts'
import { resendFailed } from '../../broadcasts/resend.ts'
import { staffOrThrow } from '../../broadcasts/rights.ts'
import { SEND_FAILURES, type SendFailure } from '../../core/channel.ts'
import { AppError } from '../../core/errors.ts'
import { readYaml } from '../../core/read-yaml.ts'
import { actorOf } from '../../staff/member.ts'
import { type BroadcastDesk, openBroadcastDesk } from '../broadcast-desk.ts'
import { lineOf } from '../broadcast-lines.ts'
import { type CommandIo, type ExitCode, UsageError } from '../command.ts'

export const AFTERWARDS_USAGE = [
  'broadcasts test <id> --by <name> [--json]',
  'broadcasts resend <id> --reasons <reason,reason> --by <name> [--json]',
  'broadcasts correct <id> <file.yaml> --by <name> [--json]',
].join('\n')
export const AFTERWARDS = ['test', 'resend', 'correct'] as const

const correctionSchema = z.strictObject(draftSchema.shape).pick({ title: true, content: true, schedule: true }).strict()

interface Asked {
  readonly io: CommandIo
  readonly desk: BroadcastDesk
  readonly broadcast: Broadcast
  /** Who does it, as the audit log names them. */
  readonly by: string
  readonly json: boolean
}

/** `broadcasts test|resend|correct`: tried by oneself beforehand; what failed sent again, what was wrong put right. */
export async function runAfterwards(args: readonly string[], io: CommandIo): Promise<ExitCode> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false }, by: { type: 'string' }, reasons: { type: 'string' } },
  })
  const [action, id, file, ...others] = positionals
  const name = values.by?.trim()
  if (id === undefined || others.length > 0 || (file === undefined) === (action === 'correct') || !name)
    throw new UsageError(AFTERWARDS_USAGE)
  const reasons = action === 'resend' ? reasonsOf(values.reasons) : []
  await using desk = await openBroadcastDesk(io)
  const broadcast = await getBroadcastOrThrow(desk.db, id as BroadcastId)
  const by = actorOf(await staffOrThrow(desk, name, broadcast))
  const asked: Asked = { io, desk, broadcast, by, json: values.json }
  if (action === 'test') return await wishTest(asked)
  if (action === 'resend') return await resend(asked, reasons)
  return await correct(asked, file ?? '')
}

function reasonsOf(said: string | undefined): SendFailure[] {
  const reasons = (said ?? '').split(',').map((reason) => SEND_FAILURES.find((one) => one === reason.trim()))
  if (reasons.some((reason) => reason === undefined))
    throw new UsageError(`Say what failed for which reasons: --reasons ${SEND_FAILURES.join(',')}.`)
  return reasons as SendFailure[]
}

/** The command line has no channels: the server does the sending. */
async function wishTest({ io, desk, broadcast: { id }, by, json }: Asked): Promise<ExitCode> {
  const member = await staffOrThrow(desk, by, await getBroadcastOrThrow(desk.db, id))
  if (member.contact === null)
    throw new AppError('no_chat', `${member.name} has linked no chat yet: there is nowhere to send a test to.`)
  await keepNotice(desk.db, { broadcast: id, kind: 'test', about: by, named: {} }, desk.now())
  io.out(
    json ? `${JSON.stringify({ id, by })}\n` : 'The running server sends the test to their chat within a minute.\n',
  )
  return 0
}

async function resend({ io, desk, broadcast: { id }, by, json }: Asked, reasons: SendFailure[]): Promise<ExitCode> {
  const { count } = await resendFailed(desk, id, { actor: by, now: desk.now(), reasons })
  io.out(json ? `${JSON.stringify({ id, count })}\n` : `${count} messages stand in line again.\n`)
  return 0
}

async function correct({ io, desk, broadcast, by, json }: Asked, file: string): Promise<ExitCode> {
  const correction = await createCorrection(desk, broadcast.id, readYaml(file, correctionSchema), by, desk.now())
  await submitBroadcast(desk.db, correction.id, by, desk.now())
  const stored = await getBroadcastOrThrow(desk.db, correction.id)
  io.out(json ? `${JSON.stringify(stored)}\n` : lineOf(stored))
  return 0
}
