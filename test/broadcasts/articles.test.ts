import { expect, it } from 'vitest'
import { listArticles } from '../../src/broadcasts/article.store.ts'
import type { Draft } from '../../src/broadcasts/broadcast.ts'
import { cancelBroadcast } from '../../src/broadcasts/control.ts'
import { previewAudience } from '../../src/broadcasts/preview.ts'
import { showProgress } from '../../src/broadcasts/progress.ts'
import type { ContactId } from '../../src/core/ids.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { createPlatforms } from './support/platforms.ts'
import { HOUR, MINUTE, MORNING } from './support/world.ts'

const EIGHT = MORNING + HOUR
const WITH_ARTICLE: Partial<Draft> = {
  content: {
    text: 'Ngày 10/10 là Ngày Chuyển đổi số quốc gia.',
    buttons: [],
    values: {},
    article: { title: 'Ngày Chuyển đổi số', description: 'Mời bà con tham gia', cover_url: 'https://example.vn/a.jpg' },
  },
}

describeOnBothEngines('a broadcast with an article', (context) => {
  /** Two who follow, of whom one left again, and one who only wrote. */
  async function createCase() {
    const platforms = await createPlatforms(context.db)
    const [stays, leaves, writes] = (await platforms.zaloPeople(3, HOUR, { follow: false })) as [
      ContactId,
      ContactId,
      ContactId,
    ]
    const events = [
      { contact_id: stays, type: 'followed', sent_at: 10 },
      { contact_id: leaves, type: 'followed', sent_at: 20 },
      { contact_id: leaves, type: 'unfollowed', sent_at: 30 },
    ]
    await context.db
      .insertInto('inbox')
      .values(
        events.map((event, index) => ({
          ...event,
          account_id: platforms.zaloAccount,
          external_id: `f${index}`,
          sealed_event: Buffer.alloc(1),
          received_at: event.sent_at,
          handled_at: 1,
        })),
      )
      .execute()
    return { ...platforms, stays, leaves, writes }
  }

  it('hands the article to Zalo once, for all followers, and writes to the others alone', async () => {
    const { world, sandbox, leaves, writes, ...platforms } = await createCase()
    const broadcast = await world.approved(WITH_ARTICLE)
    expect((await previewAudience(world.options, broadcast, EIGHT)).ways).toEqual({
      'bai-viet': { count: 1, costDong: 0 },
      'tu-van-48-gio': { count: 2, costDong: 0 },
    })
    // The article is being processed for two seconds; the platform then reviews it for half an hour.
    await platforms.goTo(EIGHT)
    expect(sandbox.zalo.broadcasts).toEqual([])
    expect(await world.show(broadcast.id)).toMatchObject({ status: 'sending' })
    await platforms.goTo(EIGHT + MINUTE)
    await platforms.goTo(EIGHT + 2 * MINUTE)
    await platforms.goTo(EIGHT + 3 * MINUTE)
    expect(sandbox.zalo.broadcasts).toHaveLength(1)
    const sent = sandbox.zalo.sent.map(({ to, kind }) => `${kind} ${to}`)
    const text = (contact: ContactId) => `text ${contact.split('/')[1]}`
    expect(sent.sort()).toEqual(['article followers', text(leaves), text(writes)].sort())
    expect(await world.show(broadcast.id)).toMatchObject({ status: 'done' })
  })

  it('goes until 21:59, and after the night not before six, whatever hours the announcement has', async () => {
    const { world, sandbox, ...platforms } = await createCase()
    const at = (time: string) => ({
      urgency: 'khan' as const,
      schedule: { type: 'once' as const, at: `05/10/2026 ${time}` },
    })
    await world.approved({ ...WITH_ARTICLE, ...at('21:57') })
    await world.approved({ ...WITH_ARTICLE, ...at('21:59'), late_minutes: 1440 })
    const sentAt = () => sandbox.zalo.sent.filter(({ kind }) => kind === 'article').map((one) => one.at)
    for (const minutes of [57, 58, 59, 60, 61]) await platforms.goTo(MORNING + 14 * HOUR + minutes * MINUTE)
    const evening = sentAt()
    expect(evening).toHaveLength(1)
    expect(evening[0]).toBeLessThan(MORNING + 15 * HOUR)
    const six = MORNING + 23 * HOUR
    for (const minutes of [-59, -30, -1]) await platforms.goTo(six + minutes * MINUTE)
    expect(sentAt()).toEqual(evening)
    for (const minutes of [0, 5, 10]) await platforms.goTo(six + minutes * MINUTE)
    expect(sentAt()).toHaveLength(2)
    expect(sentAt()[1]).toBeGreaterThanOrEqual(six)
  })

  it('is never sent again when the process ended during the call', async () => {
    const { world, sandbox, ...platforms } = await createCase()
    const { id } = await world.approved(WITH_ARTICLE)
    await platforms.goTo(EIGHT)
    await platforms.goTo(EIGHT + 2 * MINUTE)
    await context.db.updateTable('article_posts').set({ status: 'sending', changed_at: EIGHT }).execute()
    const before = sandbox.zalo.broadcasts.length
    await platforms.goTo(EIGHT + 10 * MINUTE)
    await platforms.goTo(EIGHT + 11 * MINUTE)
    expect(sandbox.zalo.broadcasts).toHaveLength(before)
    const [progress] = await showProgress(context.db, id)
    expect(await listArticles(context.db, progress?.run.id ?? 0)).toMatchObject([{ status: 'unknown' }])
  })

  it('is not sent after it was cancelled', async () => {
    const { world, sandbox, ...platforms } = await createCase()
    const { id } = await world.approved(WITH_ARTICLE)
    await world.tick(EIGHT)
    await cancelBroadcast(context.db, id, { actor: 'An', now: EIGHT })
    await platforms.goTo(EIGHT + 5 * MINUTE)
    expect(sandbox.zalo.broadcasts).toEqual([])
  })

  it('is not approved for a part of the followers, for it goes to all', async () => {
    const { world } = await createCase()
    await expect(world.approved({ ...WITH_ARTICLE, segment: { communes: ['23563'] } })).rejects.toThrow(
      /An article goes to all followers/,
    )
  })
})
