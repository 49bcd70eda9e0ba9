import type { ArticleStep, ArticleWay } from '../core/channel.ts'
import type { Clock } from '../core/clock.ts'
import { MINUTE_MS } from '../core/durations.ts'
import { assertNever } from '../core/errors.ts'
import { type AccountId, channelOf } from '../core/ids.ts'
import type { Log } from '../core/log.ts'
import type { Db } from '../db/open.ts'
import type { Locks } from '../jobs/locks.ts'
import { type ArticlePost, listDueArticles, moveArticle } from './article.store.ts'
import type { SendingAccount } from './audience-accounts.ts'
import { isOpenAt, type SendingRules } from './rules.ts'

/** A call takes seconds: what is "sending" for longer was cut off by a crash. */
const CUT_OFF_AFTER_MS = 5 * MINUTE_MS

export interface ArticleOptions {
  readonly db: Db
  readonly clock: Clock
  readonly log: Log
  readonly locks: Locks
  readonly rules: Pick<SendingRules, 'waysOf'>
  readonly accounts: ReadonlyMap<AccountId, SendingAccount>
}

/**
 * Takes each article that is due a step further: created, verified, sent to the followers; to be called every minute. The
 * sending is recorded before its call and never repeated (law 5). Does nothing while another process is at it.
 */
export async function postArticles(options: ArticleOptions): Promise<void> {
  const lock = await options.locks.tryHold('articles')
  if (!lock) return
  try {
    for (const post of await listDueArticles(options.db, options.clock.now())) await takeSteps(options, post)
  } finally {
    await lock.release()
  }
}

/** As many steps as go at once; what waits, waits for the next look. */
async function takeSteps(options: ArticleOptions, post: ArticlePost): Promise<void> {
  const articles = options.accounts.get(post.account)?.channel.approved?.articles
  const now = options.clock.now()
  if (!articles) {
    const detail = 'the account is not configured any more, or has no articles'
    await end(options, post, 'failed', { code: 'account', detail }, now)
    return
  }
  const further = await takeStep(options, articles, post, now)
  if (further) await takeSteps(options, further)
}

async function takeStep(
  options: ArticleOptions,
  articles: ArticleWay,
  post: ArticlePost,
  now: number,
): Promise<ArticlePost | null> {
  switch (post.status) {
    case 'waiting': {
      const step = await articles.create(post.account, post.article)
      if (step.type === 'failed') return putOff(options, post, step, now)
      const moved = await moveArticle(options.db, post, { status: 'created', token: step.id }, now)
      return moved ? { ...post, status: 'created', token: step.id } : null
    }
    case 'created': {
      const step = await articles.verify(post.account, post.token ?? '')
      if (step.type === 'failed') return putOff(options, post, step, now)
      const moved = await moveArticle(options.db, post, { status: 'verified', articleId: step.id }, now)
      return moved ? { ...post, status: 'verified', articleId: step.id } : null
    }
    case 'verified':
      return send(options, articles, post, now)
    case 'sending': {
      const detail = 'the process ended during the call'
      if (now - post.changedAt > CUT_OFF_AFTER_MS) await end(options, post, 'unknown', { code: 'crash', detail }, now)
      return null
    }
    case 'sent':
    case 'failed':
    case 'unknown':
    case 'cancelled':
      return null
    default:
      return assertNever(post.status)
  }
}

async function send(
  options: ArticleOptions,
  articles: ArticleWay,
  post: ArticlePost,
  now: number,
): Promise<ArticlePost | null> {
  const { db, rules, log } = options
  const way = articleWays(rules, post.account, now)[0]
  if (!way || (way.hours && !isOpenAt(way.hours, now))) {
    await moveArticle(db, post, { status: 'verified', nextTryAt: now + 5 * MINUTE_MS }, now)
    return null
  }
  if (!(await moveArticle(db, post, { status: 'sending' }, now))) return null
  const sending: ArticlePost = { ...post, status: 'sending' }
  const step = await articles.sendToFollowers(post.account, post.articleId ?? '')
  if (step.type === 'failed') return putOff(options, sending, step, now, 'verified')
  await moveArticle(db, sending, { status: 'sent', messageId: step.id }, now)
  log.info({ account: post.account, run: post.run }, 'an article was handed to the platform for all followers')
  return null
}

/** What passes off is tried again from `back` on; anything else ends the article. */
async function putOff(
  options: ArticleOptions,
  post: ArticlePost,
  { reason, code, detail }: Extract<ArticleStep, { type: 'failed' }>,
  now: number,
  back = post.status,
): Promise<null> {
  const passes = reason === 'retry_later' || reason === 'slow_down' || reason === 'token_invalid'
  // An article that may have been created twice harms nobody; one that may have been sent is not sent again.
  const isUnknown = reason === 'unknown' && post.status === 'sending'
  if (passes || (reason === 'unknown' && !isUnknown))
    await moveArticle(options.db, post, { status: back, failure: { code, detail }, nextTryAt: now + MINUTE_MS }, now)
  else await end(options, post, isUnknown ? 'unknown' : 'failed', { code, detail }, now)
  return null
}

async function end(
  { db, rules, log }: ArticleOptions,
  post: ArticlePost,
  status: 'failed' | 'unknown',
  failure: { readonly code: string; readonly detail: string },
  now: number,
): Promise<void> {
  if (!(await moveArticle(db, post, { status, failure }, now))) return
  log.error({ account: post.account, run: post.run, ...failure }, 'an article did not reach the followers')
  if (status !== 'failed') return
  const ways = articleWays(rules, post.account, now).map(({ id }) => id)
  if (ways.length === 0) return
  // Who was to get it got nothing, and may get something else this week.
  await db
    .updateTable('broadcast_recipients')
    .set({ placed: 0 })
    .where('run_id', '=', post.run)
    .where('account_id', '=', post.account)
    .where('way', 'in', ways)
    .execute()
}

function articleWays(rules: Pick<SendingRules, 'waysOf'>, account: AccountId, now: number) {
  return rules.waysOf(channelOf(account), now).filter(({ carries }) => carries === 'article')
}
