import { type ArticlePost, listArticles } from './article.store.ts'
import { accountsFor } from './audience-accounts.ts'
import type { Broadcast } from './broadcast.ts'
import { type CheckOptions, findTemplateMistakes } from './check-templates.ts'
import { type KnownQuota, listQuotas } from './quota.store.ts'
import { listRuns } from './run.store.ts'
import type { PlacedMistake } from './template-mistakes.ts'

/** What an officer should know of a broadcast's ways beside the numbers of its audience. */
export interface ShownWays {
  /** What stands against its templates; empty when nothing does. */
  readonly mistakes: readonly PlacedMistake[]
  /** The allowances of its accounts, as the platforms last told them. */
  readonly quotas: readonly KnownQuota[]
  /** Its articles, of the newest run. */
  readonly articles: readonly ArticlePost[]
}

/** Reads what there is to know; asks no platform. */
export async function showWays(options: CheckOptions, broadcast: Broadcast, now: number): Promise<ShownWays> {
  const accounts = accountsFor(broadcast, options.accounts)
  const [run] = await listRuns(options.db, broadcast.id, 1)
  return {
    mistakes: await findTemplateMistakes(options, broadcast, now),
    quotas: await listQuotas(options.db, accounts, now),
    articles: run ? await listArticles(options.db, run.id) : [],
  }
}
