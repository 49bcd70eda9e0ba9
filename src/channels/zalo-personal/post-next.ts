import type { Chance } from '../../core/chance.ts'
import type { Clock } from '../../core/clock.ts'
import { MINUTE_MS } from '../../core/durations.ts'
import type { Log } from '../../core/log.ts'
import type { Sealer } from '../../db/seal.ts'
import { markLoggedOut, postponePosting, readAccount, renewSession, switchPosting } from './account.store.ts'
import { type DuePost, type FindingOptions, findDuePost } from './find-post.ts'
import type { Line } from './line.ts'
import { claimPost, lastOnesFailed, recordPost, releasePost, settleCutOff } from './post.store.ts'
import type { GroupRules } from './rules.ts'
import type { GroupConnection } from './transport.ts'
import type { AccountReason } from './zalo-groups.schema.ts'

/** No call takes so long: an attempt that stands open was cut off. */
const CUT_OFF_AFTER_MS = 5 * MINUTE_MS

export interface PostingOptions extends FindingOptions {
  readonly sealer: Sealer
  readonly clock: Clock
  readonly chance: Chance
  readonly log: Log
}

/**
 * One look, to be taken every minute by one process: makes at most one post, when one is due and the pace allows it. The
 * account is connected only while there is something to post. What goes wrong is recorded, not thrown.
 */
export async function postNext(options: PostingOptions, line: Line): Promise<void> {
  const { db, sealer, clock } = options
  const now = clock.now()
  await settleCutOff(db, now - CUT_OFF_AFTER_MS, now)
  const account = await readAccount(db, sealer, now)
  const ready = account.status === 'ready' && account.posting
  const due = ready ? await findDuePost(options, now) : null
  if (!due) return line.close()
  if (now < account.nextPostAt) return
  const connected = await line.connect(account.loginNumber)
  if (connected.type === 'failed') {
    if (connected.reason === 'logged_out') return endLogin(options, account.loginNumber, 'expired')
    return postponePosting(db, now + options.rules.pace.retry_minutes * MINUTE_MS)
  }
  const claim = { run: due.run, group: due.group, login: account.loginNumber, now, nextAt: now + gap(options) }
  if (await claimPost(db, claim)) await post(options, connected.value, due, account.loginNumber)
}

/** Marks the session of a login as over and says so, once. */
export async function endLogin(
  { db, log }: Pick<PostingOptions, 'db' | 'log'>,
  login: number,
  reason: AccountReason,
): Promise<void> {
  if (await markLoggedOut(db, login, reason))
    log.error({ reason }, 'the Zalo account that posts into groups is logged out: log in by QR in the console')
}

async function post(options: PostingOptions, connection: GroupConnection, due: DuePost, login: number): Promise<void> {
  const { db, sealer, clock, log, rules } = options
  const tried = await connection.post(due.group, due.text)
  const now = clock.now()
  if (tried.type === 'ok') {
    await recordPost(db, due, { status: 'posted', messageId: tried.value.messageId, now })
    return renewSession(db, sealer, login, connection.credentials())
  }
  const { reason, code } = tried
  log.warn({ run: due.run, reason, code }, 'a post into a Zalo group went wrong')
  switch (reason) {
    case 'logged_out':
      await releasePost(db, due)
      return endLogin(options, login, 'expired')
    case 'unavailable':
      await releasePost(db, due)
      return postponePosting(db, now + rules.pace.retry_minutes * MINUTE_MS)
    case 'refused':
    case 'unknown':
      await recordPost(db, due, { status: reason === 'refused' ? 'failed' : 'unknown', code, now })
  }
  if (!(await lastOnesFailed(db, rules.pace.stop_after_failures))) return
  await switchPosting(db, false, 'failures')
  log.error({ code }, 'posting into Zalo groups stopped itself after too many failures: look at the account')
}

/** Milliseconds to the next post. */
function gap({ chance, rules }: { readonly chance: Chance; readonly rules: GroupRules }): number {
  const { from, to } = rules.pace.seconds_between
  return Math.round((from + chance() * (to - from)) * 1000)
}
