import { parseArgs } from 'node:util'
import { approveBroadcast, rejectBroadcast } from '../../broadcasts/approve.ts'
import { getBroadcastOrThrow, listBroadcasts } from '../../broadcasts/broadcast.store.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import { BROADCAST_STATUSES, type BroadcastId, type BroadcastStatus } from '../../broadcasts/broadcasts.schema.ts'
import { checkTemplates } from '../../broadcasts/check-templates.ts'
import { cancelBroadcast, pauseBroadcast, resumeBroadcast } from '../../broadcasts/control.ts'
import { submitBroadcast } from '../../broadcasts/draft.ts'
import { hashOf } from '../../broadcasts/hash.ts'
import { previewAudience } from '../../broadcasts/preview.ts'
import { showProgress } from '../../broadcasts/progress.ts'
import { nameOf } from '../../broadcasts/rights.ts'
import { showWays } from '../../broadcasts/show-ways.ts'
import { provinceOrThrow } from '../../places/provinces.ts'
import { type BroadcastDesk, openBroadcastDesk } from '../broadcast-desk.ts'
import { lineOf, pageOf, shownOf } from '../broadcast-lines.ts'
import { type Command, UsageError } from '../command.ts'
import { AFTERWARDS, AFTERWARDS_USAGE, runAfterwards } from './broadcast-afterwards.ts'
import { actorNamed, create, createFromPlan } from './broadcast-create.ts'
import { PHONES_USAGE, runPhones } from './broadcast-phones.ts'
import { runTemplates, TEMPLATES_USAGE } from './broadcast-templates.ts'

const LISTED = 200
const DEEDS = ['submit', 'approve', 'reject', 'pause', 'resume', 'cancel'] as const
type Deed = (typeof DEEDS)[number]

/** `broadcasts …`: announcements to many, from the draft to the count of what became of them. */
export const broadcastsCommand: Command = {
  name: 'broadcasts',
  summary:
    'announcements: list, show, create, submit, approve, reject, pause, resume, cancel, test, resend, correct, templates, phones',
  usage: [
    `broadcasts list [--status ${BROADCAST_STATUSES.join('|')}] [--json]`,
    'broadcasts show <id> [--json]',
    'broadcasts create <file.yaml> --by <name> [--draft] [--json]',
    'broadcasts create --plan <province-year> --by <name> [--json]',
    'broadcasts submit|reject|pause|resume|cancel <id> --by <name> [--json]',
    'broadcasts approve <id> --by <name> [--hash <hash shown>] [--json]',
    AFTERWARDS_USAGE,
    TEMPLATES_USAGE,
    PHONES_USAGE,
  ].join('\n'),
  async run(args, io) {
    const [first, ...rest] = args
    if (first === 'templates') return runTemplates(rest, io)
    if (first === 'phones') return runPhones(rest, io)
    if (AFTERWARDS.some((one) => one === first)) return runAfterwards(args, io)
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        draft: { type: 'boolean', default: false },
        by: { type: 'string' },
        plan: { type: 'string' },
        hash: { type: 'string' },
        status: { type: 'string' },
      },
    })
    const asked = readAsked(positionals, values)
    const say = (data: unknown, text: string) => io.out(values.json ? `${JSON.stringify(data)}\n` : text)
    await using desk = await openBroadcastDesk(io)
    switch (asked.action) {
      case 'list': {
        const statuses = asked.status === undefined ? {} : { statuses: [asked.status] }
        const broadcasts = await listBroadcasts(desk.db, { limit: LISTED, ...statuses })
        say(broadcasts, broadcasts.map(lineOf).join('') || 'There are no broadcasts.\n')
        return 0
      }
      case 'show': {
        const shown = await show(desk, asked.id)
        say(shown, pageOf(shown))
        return 0
      }
      case 'create': {
        const broadcast = await create(desk, asked.file, asked.by, asked.draft)
        say(broadcast, lineOf(broadcast))
        return 0
      }
      case 'plan': {
        const broadcasts = await createFromPlan(desk, asked.plan, asked.by)
        say(broadcasts, broadcasts.map(lineOf).join(''))
        return 0
      }
      default: {
        await perform(desk, asked)
        const broadcast = await getBroadcastOrThrow(desk.db, asked.id)
        say(broadcast, lineOf(broadcast))
        return 0
      }
    }
  },
}

type Asked =
  | { readonly action: 'list'; readonly status?: BroadcastStatus }
  | { readonly action: 'show'; readonly id: BroadcastId }
  | { readonly action: 'create'; readonly file: string; readonly by: string; readonly draft: boolean }
  | { readonly action: 'plan'; readonly plan: string; readonly by: string }
  | { readonly action: Deed; readonly id: BroadcastId; readonly by: string; readonly hash?: string }

interface Options {
  readonly draft: boolean
  readonly by?: string
  readonly plan?: string
  readonly hash?: string
  readonly status?: string
}

function readAsked([action, subject, ...others]: readonly string[], options: Options): Asked {
  if (others.length > 0) throw new UsageError(`"${others.join(' ')}" is too much.`)
  if (action === 'list') {
    const status = BROADCAST_STATUSES.find((one) => one === options.status)
    if (subject !== undefined || (options.status !== undefined && status === undefined))
      throw new UsageError(`broadcasts list takes a --status of ${BROADCAST_STATUSES.join(', ')}.`)
    return { action, ...(status && { status }) }
  }
  if (action === 'show') return { action, id: idOf(subject) }
  if (action === 'create') {
    const by = byOf(options)
    if ((subject === undefined) === (options.plan === undefined))
      throw new UsageError('broadcasts create needs either a file or a --plan.')
    if (options.plan !== undefined) return { action: 'plan', plan: options.plan, by }
    return { action, file: subject ?? '', by, draft: options.draft }
  }
  const deed = DEEDS.find((one) => one === action)
  if (!deed) throw new UsageError(`broadcasts can list, show, create, ${DEEDS.join(', ')}.`)
  const hash = options.hash
  return { action: deed, id: idOf(subject), by: byOf(options), ...(hash !== undefined && { hash }) }
}

function idOf(subject: string | undefined): BroadcastId {
  if (subject === undefined) throw new UsageError('Name the broadcast by its id ("broadcasts list" shows them).')
  return subject as BroadcastId
}

/** Everything is a known person's deed: "staff list" shows them. */
function byOf({ by }: Options): string {
  const name = by?.trim()
  if (!name) throw new UsageError('Say who does it: --by <name>.')
  return name
}

async function show(desk: BroadcastDesk, id: BroadcastId) {
  const broadcast = await getBroadcastOrThrow(desk.db, id)
  const province = provinceOrThrow(desk.provinces, broadcast.province)
  const audience = await previewAudience(desk, broadcast, desk.now())
  const waysOfIt = await showWays(desk, broadcast, desk.now())
  const runs = await showProgress(desk.db, id)
  return shownOf(await withNames(desk, broadcast), province, audience, runs, waysOfIt)
}

/** As it is stored, with the names of its author and approver beside their ids. */
async function withNames({ db, sealer }: BroadcastDesk, broadcast: Broadcast) {
  const { author, approval } = broadcast
  const names = {
    author: await nameOf(db, sealer, author),
    approver: approval && (await nameOf(db, sealer, approval.by)),
  }
  return { ...broadcast, names }
}

async function perform(desk: BroadcastDesk, asked: Extract<Asked, { action: Deed }>): Promise<void> {
  const { action, id } = asked
  const by = await actorNamed(desk, asked.by, await getBroadcastOrThrow(desk.db, id))
  const deed = { actor: by, now: desk.now() }
  switch (action) {
    case 'submit':
      await checkTemplates(desk, await getBroadcastOrThrow(desk.db, id), deed.now)
      return submitBroadcast(desk.db, id, by, deed.now)
    case 'approve': {
      const hash = asked.hash ?? hashOf(await getBroadcastOrThrow(desk.db, id))
      await approveBroadcast(desk, id, { by, hash }, deed.now)
      return
    }
    case 'reject':
      return rejectBroadcast(desk.db, id, by, deed.now)
    case 'pause':
      return pauseBroadcast(desk.db, id, deed)
    case 'resume':
      return resumeBroadcast(desk, id, deed)
    case 'cancel':
      return cancelBroadcast(desk.db, id, deed)
  }
}
