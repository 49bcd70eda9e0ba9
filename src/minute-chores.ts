import { tellOfBroadcasts } from './actions/broadcasts/tell-broadcasts.ts'
import { askRatings } from './actions/classes/ask-ratings.ts'
import { forgetUnused } from './actions/classes/desk/forget.ts'
import { tellLetterOutcomes } from './actions/classes/desk/letters.ts'
import type { NoticeParts } from './actions/classes/notify.ts'
import { passOnExpiredOffers, tellOffers } from './actions/classes/offers.ts'
import { remindOfClasses } from './actions/classes/reminders.ts'
import { type ClassRetention, eraseOldClasses } from './actions/classes/retention.ts'
import { tellClassChanges } from './actions/classes/tell-changes.ts'
import { expirePairs } from './actions/mentors/tell-pairs.ts'
import { forgetOldWords, type Retention } from './actions/retention.ts'
import { syncTemplatesIfDue } from './broadcasts/platform-templates.store.ts'
import { postArticles } from './broadcasts/post-articles.ts'
import type { RunnerOptions } from './broadcasts/start-due-runs.ts'
import type { ZaloChannel } from './channels/zalo-oa/adapter.ts'
import type { ZaloGroups } from './channels/zalo-personal/zalo-groups.ts'
import type { Domain } from './domain.ts'
import { receiveDueFollowUps } from './inbox/follow-ups.ts'
import type { Inbox } from './inbox/receive.ts'
import type { Chore } from './jobs/chores.ts'
import type { Storage } from './storage.ts'
import type { Deliver } from './support/letter.ts'
import { tendTickets } from './support/tend-tickets.ts'

export interface MinuteChoreParts {
  readonly storage: Pick<Storage, 'queue' | 'locks' | 'sealer'>
  readonly domain: Domain
  readonly broadcasts: RunnerOptions
  readonly inbox: Inbox
  readonly zalo: Pick<ZaloChannel, 'renewDueTokens'>
  /** null where no personal account posts into groups. */
  readonly groups: Pick<ZaloGroups, 'look'> | null
  readonly deliver: Deliver
  readonly classRetention: ClassRetention
  readonly retention: Retention
}

/** What is looked after every minute, one after the other. */
export function minuteChores(parts: MinuteChoreParts): readonly Chore[] {
  const { storage, domain, broadcasts, inbox, zalo, groups, deliver } = parts
  const { queue, locks, sealer } = storage
  const { db, clock, log, accounts, rules } = broadcasts
  const { desk, classTexts, classDesk, broadcastDesk, noticeSettings, learning, pairing } = domain

  const noticeParts = async (): Promise<NoticeParts> => ({
    desk,
    classTexts,
    rules,
    mostDong: classDesk.mostDong,
    templates: await classDesk.readTemplates(db),
  })
  /** Writes down what became of notices, where there were any. */
  const telling = (what: string, notices: Promise<object>) =>
    notices.then((outcomes) => {
      if (Object.values(outcomes).some((count) => count > 0)) log.info({ outcomes }, what)
    })
  const remind = async () =>
    telling('people were reminded of lessons', remindOfClasses(db, await noticeParts(), clock.now()))
  const tellOfChanges = async () =>
    telling('people were told of changed dates', tellClassChanges(db, await noticeParts(), clock.now()))
  const askHowItWas = async () =>
    telling(
      'people were asked how a class was',
      askRatings(db, await noticeParts(), noticeSettings.ask_rating_at, clock.now()),
    )
  const forgetEnded = async () => {
    const classes = await eraseOldClasses(db, parts.classRetention, clock.now())
    if (classes > 0) log.info({ classes }, 'the people of classes that ended long ago were erased')
  }
  return [
    { name: 'recall', run: () => queue.recall() },
    { name: 'tokens', run: () => zalo.renewDueTokens() },
    { name: 'tickets', run: () => tendTickets(db, desk, clock.now()) },
    { name: 'old questions', run: () => learning.forgetOld(clock.now()) },
    { name: 'follow-ups', run: () => receiveDueFollowUps(db, inbox, clock.now()) },
    { name: 'expired seats', run: () => passOnExpiredOffers(db, { deliver, classTexts, desk }, clock.now()) },
    { name: 'offered seats', run: () => tellOffers(db, { deliver, classTexts, desk }, clock.now()) },
    { name: 'changed classes', run: tellOfChanges },
    { name: 'class reminders', run: remind },
    { name: 'class ratings', run: askHowItWas },
    { name: 'mentors', run: () => expirePairs(db, pairing, clock.now()) },
    { name: 'class letters', run: () => tellLetterOutcomes(db, classDesk, clock.now()) },
    { name: 'class desk', run: () => forgetUnused(db, clock.now()) },
    { name: 'ended classes', run: forgetEnded },
    { name: 'old words', run: () => forgetOldWords(db, sealer, parts.retention, clock.now()) },
    { name: 'broadcast notices', run: () => tellOfBroadcasts(broadcastDesk, clock.now()) },
    { name: 'articles', run: () => postArticles({ ...broadcasts, locks }) },
    { name: 'templates', run: () => syncTemplatesIfDue({ db, accounts, log }, clock.now()) },
    // Only begun here: a slow Zalo keeps no other chore waiting.
    ...(groups ? [{ name: 'zalo groups', run: async () => groups.look() }] : []),
  ]
}
