import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { approveBroadcast } from '../../src/broadcasts/approve.ts'
import { cancelBroadcast, pauseBroadcast } from '../../src/broadcasts/control.ts'
import { createCorrection } from '../../src/broadcasts/correct.ts'
import { submitBroadcast } from '../../src/broadcasts/draft.ts'
import { hashOf } from '../../src/broadcasts/hash.ts'
import { previewAudience } from '../../src/broadcasts/preview.ts'
import { resendFailed } from '../../src/broadcasts/resend.ts'
import { finishRun, listRuns } from '../../src/broadcasts/run.store.ts'
import { SEND_FAILURES } from '../../src/core/channel.ts'
import { recoverInterrupted } from '../../src/outbox/open-rows.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { account, person, sealer } from '../support/samples.ts'
import { createWorld, DAY, DRAFT, HOUR, MINUTE, MORNING } from './support/world.ts'

const many = (count: number) => Array.from({ length: count }, (_, i) => person(i))
const ALL = SEND_FAILURES

describeOnBothEngines('sending again', (context) => {
  /** Ten people: two failed, one unknown, seven sent; the run is over. */
  const over = async () => {
    const world = createWorld(context.db)
    await world.people(many(10))
    const { id } = await world.approved()
    await world.tick()
    await world.tick(MORNING + HOUR)
    await world.send(2, 'failed')
    await world.send(1, 'sending')
    await recoverInterrupted(context.db, account, world.now())
    await world.send(7)
    await world.tick(world.now() + MINUTE)
    expect((await world.show(id)).status).toBe('done')
    return { world, id }
  }
  const by = (now: number) => ({ actor: 'An', now })
  const open = () =>
    context.db.selectFrom('outbox').select(['contact_id', 'sealed_part']).where('status', '=', 'queued').execute()

  it.each([
    { reasons: ['rejected'] as const, count: 2 },
    { reasons: ['unknown'] as const, count: 1 },
    { reasons: ALL, count: 3 },
  ])('takes those of $reasons and nobody else', async ({ reasons, count }) => {
    const { world, id } = await over()
    expect(await resendFailed(world.options, id, { ...by(world.now()), reasons })).toEqual({
      count,
      accounts: [account],
    })
    expect(await open()).toHaveLength(count)
    expect((await world.show(id)).status).toBe('sending')
    await world.send(10)
    await world.tick(world.now() + MINUTE)
    expect((await world.show(id)).status).toBe('done')
    const sent = (await world.outbox()).filter(({ status }) => status === 'sent')
    expect(sent).toHaveLength(7 + count)
    expect(new Set(sent.map((row) => row.contact_id)).size).toBe(7 + count)
  })

  it('says what was said the first time, though the draft reads otherwise by now', async () => {
    const { world, id } = await over()
    const before = new Map((await world.outbox()).map((row) => [row.contact_id, sealer.open(row.sealed_part)]))
    const content = JSON.stringify({ ...(await world.show(id)).content, text: 'Lời khác', template: null })
    await context.db.updateTable('broadcasts').set({ content }).where('id', '=', id).execute()
    await resendFailed(world.options, id, { ...by(world.now() + DAY), reasons: ALL })
    for (const { contact_id: contact, sealed_part: part } of await open())
      expect(sealer.open(part)).toEqual(before.get(contact))
  })

  it('is not given up for being a day late: the person wished for it now', async () => {
    const { world, id } = await over()
    world.goTo(MORNING + HOUR + DAY + 6 * HOUR)
    await resendFailed(world.options, id, { ...by(world.now()), reasons: ['rejected'] })
    await world.tick()
    expect(await world.send(10)).toHaveLength(2)
  })

  it('does not reach who opted out meanwhile', async () => {
    const { world, id } = await over()
    await context.db.updateTable('contacts').set({ opted_out_at: world.now() }).execute()
    await resendFailed(world.options, id, { ...by(world.now()), reasons: ALL })
    expect(await world.send(10)).toEqual([])
  })

  it('waits for the end of the hours of rest', async () => {
    const { world, id } = await over()
    const night = MORNING + 15 * HOUR
    world.goTo(night)
    await resendFailed(world.options, id, { ...by(night), reasons: ALL })
    // The sender looks before the clock of broadcasts does.
    expect(await world.send(10)).toEqual([])
    await world.tick(night + MINUTE)
    expect(await world.send(10)).toEqual([])
    await world.tick(MORNING + DAY)
    expect(await world.send(10)).toHaveLength(3)
    await world.tick(MORNING + DAY + MINUTE)
    expect((await world.show(id)).status).toBe('done')
  })

  it('changes nothing where nothing failed, though the turn that wished it is committed', async () => {
    const { world, id } = await over()
    await context.db.transaction().execute(async (trx) => {
      const wish = resendFailed({ ...world.options, db: trx }, id, { ...by(world.now()), reasons: ['operator'] })
      await expect(wish).rejects.toThrow('No message')
    })
    expect((await world.show(id)).status).toBe('done')
  })

  it('is not undone by a look at the clock that had already found the run through', async () => {
    const { world, id } = await over()
    const [run] = await listRuns(context.db, id, 1)
    await resendFailed(world.options, id, { ...by(world.now()), reasons: ['rejected'] })
    expect(run && (await finishRun(context.db, run, world.now()))).toBe(false)
    expect(await world.runs(id)).toMatchObject([{ status: 'sending' }])
  })

  it('stands in the audit log, with how many', async () => {
    const { world, id } = await over()
    await resendFailed(world.options, id, { ...by(world.now()), reasons: ['rejected'] })
    const [deed] = await context.db
      .selectFrom('audit_log')
      .selectAll()
      .where('action', '=', 'broadcast_resent')
      .execute()
    expect(deed).toMatchObject({ actor: 'An', detail: expect.stringContaining('rejected: 2') })
  })

  it('is refused where nothing failed for that, and while it is paused or cancelled', async () => {
    const { world, id } = await over()
    const resend = () => resendFailed(world.options, id, { ...by(world.now()), reasons: ['operator'] })
    await expect(resend()).rejects.toThrow('No message')
    expect((await world.show(id)).status).toBe('done')
    await resendFailed(world.options, id, { ...by(world.now()), reasons: ['rejected'] })
    await pauseBroadcast(context.db, id, by(world.now()))
    await expect(resend()).rejects.toThrow('cannot be resent')
    await cancelBroadcast(context.db, id, by(world.now()))
    await expect(resend()).rejects.toThrow('cannot be resent')
  })

  it('keeps the other times of a repeated broadcast', async () => {
    const world = createWorld(context.db)
    await world.people(many(3))
    const { id } = await world.approved({
      schedule: { type: 'daily', at: '08:00', from: '05/10/2026', to: '06/10/2026' },
    })
    await world.tick()
    await world.tick(MORNING + HOUR)
    await world.send(3, 'failed')
    await world.tick(world.now() + MINUTE)
    const { nextDueAt } = await world.show(id)
    await resendFailed(world.options, id, { ...by(world.now()), reasons: ['rejected'] })
    await world.send(3)
    await world.tick(world.now() + MINUTE)
    expect(await world.show(id)).toMatchObject({ status: 'scheduled', nextDueAt })
    expect(nextDueAt).toBe(MORNING + HOUR + DAY)
  })

  it('with a correction reaches exactly those who got the wrong text, whatever their week was', async () => {
    const { world, id } = await over()
    // A second one fills the week of the seven who got the first.
    await world.approved({ title: 'Tin khác', schedule: { type: 'once', at: '05/10/2026 09:00' } })
    await world.tick()
    await world.tick(MORNING + 2 * HOUR)
    await world.send(20)
    await world.people([person(50)])
    const now = world.now()
    const text = { text: 'Xin đính chính', buttons: [], values: {} }
    const at = { type: 'once', at: '05/10/2026 09:30' } as const
    const correction = await createCorrection(
      world.options,
      id,
      { title: 'Đính chính', content: text, schedule: at },
      'An',
      now,
    )
    expect(correction.segment).toMatchObject({ corrects: id })
    // Seven got it, one may have.
    expect(await previewAudience(world.options, correction, now)).toMatchObject({ reachable: 8, leftOut: {} })
    await submitBroadcast(context.db, correction.id, 'An', now)
    await approveBroadcast(world.options, correction.id, { by: 'Bình', hash: hashOf(correction) }, now)
    await world.tick()
    await world.tick(MORNING + 2.5 * HOUR)
    const first = `b${(await world.runs(id))[0]?.id}`
    const got = (await world.outbox()).filter(
      ({ status, batch }) => batch === first && (status === 'sent' || status === 'unknown'),
    )
    const corrected = (await world.outbox()).filter(({ status }) => status === 'queued').map((row) => row.contact_id)
    expect(corrected.sort()).toEqual(got.map((row) => row.contact_id).sort())
  })

  it('with a correction waits until the wrong text has stopped', async () => {
    const world = createWorld(context.db)
    const { id } = await world.approved()
    const correction = { title: 'x', content: DRAFT.content, schedule: DRAFT.schedule }
    await expect(createCorrection(world.options, id, correction, 'An', MORNING)).rejects.toThrow('pause or cancel')
    await pauseBroadcast(context.db, id, by(MORNING))
    expect(await createCorrection(world.options, id, correction, 'An', MORNING)).toMatchObject({ status: 'draft' })
  })

  it('with a correction takes one of two that are written at the same time', async () => {
    const world = createWorld(context.db)
    const { id } = await world.approved()
    await pauseBroadcast(context.db, id, by(MORNING))
    const correct = (author: string, db = context.db) => {
      const correction = { title: author, content: DRAFT.content, schedule: DRAFT.schedule }
      return createCorrection({ ...world.options, db }, id, correction, author, MORNING)
    }
    const { first, second } = await context.db.transaction().execute(async (trx) => {
      const one = await correct('An', trx)
      // It begins while the first is not yet stored, and has time enough to look for it in vain.
      const other = correct('Bình').catch((error: unknown) => error)
      await delay(150)
      return { first: one, second: { outcome: other } }
    })
    expect(await second.outcome).toMatchObject({ code: 'being_corrected' })
    await expect(correct('Cúc')).rejects.toThrow(`has the correction ${first.id} (draft) already`)
    await cancelBroadcast(context.db, first.id, by(MORNING))
    expect(await correct('Cúc')).toMatchObject({ title: 'Cúc', segment: { corrects: id } })
  })
})
