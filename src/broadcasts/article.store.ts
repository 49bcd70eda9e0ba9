import type { Article, ArticleStep } from '../core/channel.ts'
import type { AccountId } from '../core/ids.ts'
import { startOfMonth } from '../core/vietnam-day.ts'
import type { Db } from '../db/open.ts'
import type { RunId } from './broadcasts.schema.ts'
import type { ArticleStatus } from './ways.schema.ts'

/** Not yet through. */
const OPEN: readonly ArticleStatus[] = ['waiting', 'created', 'verified', 'sending']

/** A run's article on its way to the followers of an account. */
export interface ArticlePost {
  readonly run: RunId
  readonly account: AccountId
  readonly status: ArticleStatus
  readonly article: Article
  /** What the next step needs: the platform's token, then its id of the article. */
  readonly token: string | null
  readonly articleId: string | null
  readonly changedAt: number
  readonly failure: { readonly code: string; readonly detail: string } | null
}

/** Wants a run's article sent to an account; a second wish changes nothing. */
export async function wishForArticle(
  db: Db,
  run: RunId,
  account: AccountId,
  article: Article,
  now: number,
): Promise<void> {
  await db
    .insertInto('article_posts')
    .values({
      run_id: run,
      account_id: account,
      status: 'waiting',
      article: JSON.stringify(article),
      token: null,
      article_id: null,
      message_id: null,
      next_try_at: now,
      changed_at: now,
      failure_code: null,
      failure_detail: null,
    })
    .onConflict((oc) => oc.columns(['run_id', 'account_id']).doNothing())
    .execute()
}

/** Articles of runs that are neither held nor over, whose next step is due. */
export async function listDueArticles(db: Db, now: number): Promise<ArticlePost[]> {
  const rows = await posts(db)
    .innerJoin('broadcast_runs', 'broadcast_runs.id', 'article_posts.run_id')
    .where('article_posts.status', 'in', OPEN)
    .where('broadcast_runs.held', 'is', null)
    .where('broadcast_runs.status', 'in', ['placing', 'sending'])
    .where('next_try_at', '<=', now)
    .execute()
  return rows.map(postOf)
}

/** All articles of a run. */
export async function listArticles(db: Db, run: RunId): Promise<ArticlePost[]> {
  return (await posts(db).where('run_id', '=', run).execute()).map(postOf)
}

/** Whether an article of the run is still to be sent. */
export async function hasOpenArticle(db: Db, run: RunId): Promise<boolean> {
  return (await listArticles(db, run)).some(({ status }) => OPEN.includes(status))
}

/** Moves an article on; false when somebody else did. */
export async function moveArticle(
  db: Db,
  post: ArticlePost,
  to: {
    readonly status: ArticleStatus
    readonly token?: string
    readonly articleId?: string
    readonly messageId?: string
    readonly failure?: Pick<Extract<ArticleStep, { type: 'failed' }>, 'code' | 'detail'>
    readonly nextTryAt?: number
  },
  now: number,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('article_posts')
    .set({
      status: to.status,
      changed_at: now,
      next_try_at: to.nextTryAt ?? now,
      ...(to.token !== undefined && { token: to.token }),
      ...(to.articleId !== undefined && { article_id: to.articleId }),
      ...(to.messageId !== undefined && { message_id: to.messageId }),
      ...(to.failure !== undefined && { failure_code: to.failure.code, failure_detail: to.failure.detail }),
    })
    .where('run_id', '=', post.run)
    .where('account_id', '=', post.account)
    .where('status', '=', post.status)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Leaves the articles of a run that are not yet at the platform unsent. */
export async function dropArticles(db: Db, run: RunId, now: number): Promise<void> {
  await db
    .updateTable('article_posts')
    .set({ status: 'cancelled', changed_at: now })
    .where('run_id', '=', run)
    .where('status', 'in', ['waiting', 'created', 'verified'])
    .execute()
}

/** Articles of this calendar month that each account's followers got or are to get, without that of `run`. */
export async function countArticlesThisMonth(
  db: Db,
  accounts: readonly AccountId[],
  run: RunId | null,
  now: number,
): Promise<Map<AccountId, number>> {
  if (accounts.length === 0) return new Map()
  const rows = await db
    .selectFrom('article_posts')
    .select((eb) => ['account_id', eb.fn.countAll<number>().as('count')])
    .where('account_id', 'in', accounts)
    .where('changed_at', '>=', startOfMonth(now))
    .where('status', 'not in', ['failed', 'cancelled'])
    .$if(run !== null, (query) => query.where('run_id', '!=', run as RunId))
    .groupBy('account_id')
    .execute()
  return new Map(rows.map((row) => [row.account_id, Number(row.count)]))
}

function posts(db: Db) {
  return db
    .selectFrom('article_posts')
    .select([
      'run_id',
      'account_id',
      'article_posts.status',
      'article',
      'token',
      'article_id',
      'changed_at',
      'failure_code',
      'failure_detail',
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof posts>['execute']>>[number]

function postOf(row: Row): ArticlePost {
  const { failure_code: code, failure_detail: detail } = row
  return {
    run: row.run_id,
    account: row.account_id,
    status: row.status,
    article: JSON.parse(row.article) as Article,
    token: row.token,
    articleId: row.article_id,
    changedAt: row.changed_at,
    failure: code === null ? null : { code, detail: detail ?? '' },
  }
}
