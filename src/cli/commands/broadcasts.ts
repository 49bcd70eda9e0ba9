import { parseArgs } from 'node:util'
import { getBroadcastOrThrow, listBroadcasts } from '../../broadcasts/broadcast.store.ts'
import type { Broadcast } from '../../broadcasts/broadcast.ts'
import { BROADCAST_STATUSES, type BroadcastId, type BroadcastStatus } from '../../broadcasts/broadcasts.schema.ts'
import { previewAudience } from '../../broadcasts/preview.ts'
import { showProgress } from '../../broadcasts/progress.ts'
import { nameOf } from '../../broadcasts/rights.ts'
import { showWays } from '../../broadcasts/show-ways.ts'
import { provinceOrThrow } from '../../places/provinces.ts'
import { type BroadcastDesk, openBroadcastDesk } from '../broadcast-desk.ts'
import { lineOf, pageOf, shownOf } from '../broadcast-lines.ts'
import { type Command, doerOrThrow, UsageError } from '../command.ts'
import { AFTERWARDS, AFTERWARDS_USAGE, runAfterwards } from './broadcast-afterwards.ts'
import { CHANGE_USAGE, runChange } from './broadcast-change.ts'
import { create, createFromPlan } from './broadcast-create.ts'
import { DEEDS, type Deed, perform } from './broadcast-deeds.ts'
import { PHONES_USAGE, runPhones } from './broadcast-phones.ts'
import { runTemplates, TEMPLATES_USAGE } from './broadcast-templates.ts'

const LISTED = 200

/** `broadcasts …`: announcements to many, from the draft to the count of what became of them. */
export const broadcastsCommand: Command = {
  name: 'broadcasts',
  summary:
    'announcements: list, show, create, change, submit, approve, reject, pause, resume, cancel, test, resend, correct, templates, phones',
  usage: [
    `broadcasts list [--status ${BROADCAST_STATUSES.join('|')}] [--json]`,
    'broadcasts show <id> [--json]',
    'broadcasts create <file.yaml> --by <name> [--draft] [--json]',
    'broadcasts create --plan <province-year> --by <name> [--json]',
    CHANGE_USAGE,
    'broadcasts submit <id> --by <name> [--outside-plan] [--json]',
    'broadcasts approve <id> --by <name> [--hash <hash shown>] [--outside-plan] [--json]',
    'broadcasts reject|pause|resume|cancel <id> --by <name> [--json]',
    AFTERWARDS_USAGE,
    TEMPLATES_USAGE,
    PHONES_USAGE,
  ].join('\n'),
  async run(args, io) {
    const [first, ...rest] = args
    if (first === 'templates') return runTemplates(rest, io)
    if (first === 'phones') return runPhones(rest, io)
    if (first === 'change') return runChange(rest, io)
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
        'outside-plan': { type: 'boolean', default: false },
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
        const broadcast = await perform(desk, asked.id, asked)
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
  | (Deed & { readonly id: BroadcastId })

interface Options {
  readonly draft: boolean
  readonly by?: string
  readonly plan?: string
  readonly hash?: string
  readonly status?: string
  readonly 'outside-plan': boolean
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
    const by = doerOrThrow(options)
    if ((subject === undefined) === (options.plan === undefined))
      throw new UsageError('broadcasts create needs either a file or a --plan.')
    if (options.plan !== undefined) return { action: 'plan', plan: options.plan, by }
    return { action, file: subject ?? '', by, draft: options.draft }
  }
  const deed = DEEDS.find((one) => one === action)
  if (!deed) throw new UsageError(`broadcasts can list, show, create, ${DEEDS.join(', ')}.`)
  const { hash, 'outside-plan': outsidePlan } = options
  if (outsidePlan && deed !== 'submit' && deed !== 'approve')
    throw new UsageError('--outside-plan goes with submit and approve.')
  return { action: deed, id: idOf(subject), by: doerOrThrow(options), outsidePlan, ...(hash !== undefined && { hash }) }
}

function idOf(subject: string | undefined): BroadcastId {
  if (subject === undefined) throw new UsageError('Name the broadcast by its id ("broadcasts list" shows them).')
  return subject as BroadcastId
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
