import { expect, it } from 'vitest'
import { approveBroadcast } from '../../src/broadcasts/approve.ts'
import type { Draft } from '../../src/broadcasts/broadcast.ts'
import { changeBroadcast, submitBroadcast } from '../../src/broadcasts/draft.ts'
import { hashOf } from '../../src/broadcasts/hash.ts'
import { audienceSize, previewAudience } from '../../src/broadcasts/preview.ts'
import { saveContacts } from '../../src/people/contact.store.ts'
import { newContact } from '../../src/people/contact.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { account, otherAccount, person, sealer } from '../support/samples.ts'
import { createWorld, DAY, DRAFT, HOUR, MINUTE, MORNING } from './support/world.ts'

const many = (count: number, of = account, first = 0) => Array.from({ length: count }, (_, i) => person(first + i, of))

describeOnBothEngines('drafts and approvals', (context) => {
  const open = () => createWorld(context.db)
  const audit = () => context.db.selectFrom('audit_log').selectAll().orderBy('id').execute()

  it('go from a draft to the first run', async () => {
    const world = open()
    const draft = await world.create()
    expect(draft).toMatchObject({ status: 'draft', author: 'An', content: { template: 'chu-ky-so' } })

    await submitBroadcast(context.db, draft.id, 'An', MORNING)
    const approved = await approveBroadcast(world.options, draft.id, { by: 'Bình', hash: hashOf(draft) }, MORNING)
    expect(approved).toMatchObject({ status: 'approved', approval: { by: 'Bình', at: MORNING } })

    await world.tick()
    expect(await world.show(draft.id)).toMatchObject({ status: 'scheduled', nextDueAt: MORNING + HOUR })
  })

  it('stand in the audit log with both names', async () => {
    const world = open()
    const { id } = await world.approved()
    expect(await audit()).toMatchObject([
      { actor: 'An', action: 'broadcast_created', subject: `broadcast:${id}` },
      { actor: 'An', action: 'broadcast_submitted' },
      { actor: 'Bình', action: 'broadcast_approved', detail: expect.stringContaining('author An, approver Bình') },
    ])
  })

  it.each<{ name: string; draft: Partial<Draft>; says: RegExp }>([
    { name: 'a time of rest', draft: { schedule: { type: 'once', at: '05/10/2026 21:00' } }, says: /07:00–21:00/ },
    {
      name: 'a time of rest of good news',
      draft: { urgency: 'tin-vui', schedule: { type: 'once', at: '05/10/2026 07:30' } },
      says: /08:00–20:00/,
    },
    { name: 'an unknown province', draft: { province: 'dau-do' }, says: /no province "dau-do"/ },
    { name: 'a missing value', draft: { content: { template: 'lop-hoc-so', values: {} } }, says: /needs values/ },
  ])('refuse $name', async ({ draft, says }) => {
    await expect(open().create(draft)).rejects.toThrow(says)
  })

  it('let a warning go out early', async () => {
    const draft = await open().create({ urgency: 'khan', schedule: { type: 'once', at: '05/10/2026 05:30' } })
    expect(draft.status).toBe('draft')
  })

  it.each([
    { people: 50, by: 'An', passes: true },
    { people: 51, by: 'An', passes: false },
    { people: 51, by: ' an ', passes: false },
    { people: 51, by: 'Bình', passes: true },
  ])('by $by of a broadcast of An to $people people: $passes', async ({ people, by, passes }) => {
    const world = open()
    await world.people(many(people - 1))
    // Out of Messenger's window now, but perhaps not when it goes out: they count.
    await world.people(many(1, otherAccount), { lastEventAt: MORNING - 3 * DAY })
    await world.people(many(5, account, 1000), { optedOutAt: MORNING })
    const broadcast = await world.submitted()
    const approval = approveBroadcast(world.options, broadcast.id, { by, hash: hashOf(broadcast) }, MORNING)
    if (passes) expect((await approval).status).toBe('approved')
    else await expect(approval).rejects.toThrow(/somebody else must approve/)
  })

  it('of a warning always takes a second person, however few it is for', async () => {
    const world = open()
    await world.people(many(1))
    const broadcast = await world.submitted({ urgency: 'khan' })
    const approve = (by: string) =>
      approveBroadcast(world.options, broadcast.id, { by, hash: hashOf(broadcast) }, MORNING)
    await expect(approve('An')).rejects.toThrow('above 0 somebody else must approve it')
    expect((await approve('Bình')).status).toBe('approved')
  })

  it('are not given by whoever rewrote it last, nor by its author', async () => {
    const world = open()
    await world.people(many(51))
    const { id } = await world.create()
    await changeBroadcast(world.options, id, DRAFT, 'Bình', MORNING)
    await submitBroadcast(context.db, id, 'Bình', MORNING)
    const approve = async (by: string) =>
      approveBroadcast(world.options, id, { by, hash: hashOf(await world.show(id)) }, MORNING)
    await expect(approve('An')).rejects.toThrow(/somebody else/)
    await expect(approve('Bình')).rejects.toThrow(/somebody else/)
    expect((await approve('Chi')).status).toBe('approved')
  })

  it('of an own broadcast do not hold when its audience has grown above the limit', async () => {
    const world = open()
    await world.people(many(10))
    const { id } = await world.submitted()
    await approveBroadcast(world.options, id, { by: 'An', hash: hashOf(await world.show(id)) }, MORNING)
    await world.people(many(60, otherAccount))

    await world.tick(MORNING + HOUR)
    await world.tick(MORNING + HOUR)

    expect(await world.show(id)).toMatchObject({
      status: 'submitted',
      statusReason: 'needs_second_person',
      approval: null,
    })
    expect(await world.outbox()).toEqual([])
  })

  it('need the hash of what is there', async () => {
    const world = open()
    const before = await world.submitted()
    await changeBroadcast(world.options, before.id, { ...DRAFT, budget_dong: 1000 }, 'An', MORNING)
    await submitBroadcast(context.db, before.id, 'An', MORNING)
    await expect(
      approveBroadcast(world.options, before.id, { by: 'Bình', hash: hashOf(before) }, MORNING),
    ).rejects.toThrow(/changed since you saw it/)
  })

  it.each<{ name: string; draft: Partial<Draft> }>([
    { name: 'the content', draft: { content: { text: 'Khác', buttons: [], values: {} } } },
    { name: 'the audience', draft: { segment: { channels: ['messenger'] } } },
    { name: 'the time', draft: { schedule: { type: 'once', at: '05/10/2026 08:01' } } },
    { name: 'the money', draft: { budget_dong: 1 } },
    { name: 'the sending itself', draft: { training: true } },
  ])('are asked for anew when $name changes', async ({ draft }) => {
    const world = open()
    const approved = await world.approved()
    await world.tick()
    const changed = await changeBroadcast(world.options, approved.id, { ...DRAFT, ...draft }, 'An', MORNING)
    expect(changed).toMatchObject({ status: 'draft', approval: null, nextDueAt: null })
    expect(hashOf(changed)).not.toBe(hashOf(approved))
    await world.tick(MORNING + HOUR)
    expect(await world.runs(approved.id)).toEqual([])
  })

  it('do not hold for what was changed behind their back', async () => {
    const world = open()
    await world.people(many(3))
    const { id, content } = await world.approved()
    await world.tick()
    const other = JSON.stringify({ ...content, text: 'Chuyển tiền vào đây' })
    await context.db.updateTable('broadcasts').set({ content: other }).where('id', '=', id).execute()

    await world.tick(MORNING + HOUR)

    expect(await world.show(id)).toMatchObject({ status: 'submitted', statusReason: 'changed_after_approval' })
    expect(await world.outbox()).toEqual([])
    expect((await audit()).at(-1)).toMatchObject({ actor: 'system', action: 'broadcast_sent_back' })
  })

  it('are refused when all times are over', async () => {
    const world = open()
    const broadcast = await world.submitted()
    const late = MORNING + 3 * HOUR + MINUTE
    await expect(
      approveBroadcast(world.options, broadcast.id, { by: 'Bình', hash: hashOf(broadcast) }, late),
    ).rejects.toThrow(/all over/)
  })

  it('are given once', async () => {
    const world = open()
    const { id, ...broadcast } = await world.approved()
    await expect(approveBroadcast(world.options, id, { by: 'Chi', hash: hashOf(broadcast) }, MORNING)).rejects.toThrow(
      /is approved and cannot be approved/,
    )
  })
})

describeOnBothEngines('the preview of an audience', (context) => {
  it('counts who is reached which way, and who is left out for what', async () => {
    const world = createWorld(context.db)
    await world.people(many(4))
    await world.people(many(2, account, 10), { lastEventAt: MORNING - 3 * DAY })
    await world.people(many(3, account, 20), { optedOutAt: MORNING - DAY })
    await world.people(many(1, account, 30), { mutedUntil: MORNING + HOUR })
    await world.people(many(5, otherAccount), { lastEventAt: MORNING - 2 * DAY })
    const broadcast = await world.create()

    const totals = await previewAudience(world.options, broadcast, MORNING)

    expect(totals).toEqual({
      reachable: 6,
      costDong: 0,
      waiting: 0,
      ways: { 'tu-van-48-gio': { count: 4, costDong: 0 }, 'tu-van-7-ngay': { count: 2, costDong: 0 } },
      leftOut: { opted_out: 3, with_staff: 1, outside_window: 5 },
    })
    expect(audienceSize(totals)).toBe(12)
  })

  it('meets only the segment', async () => {
    const world = createWorld(context.db)
    await world.people(many(2), { firstSeenAt: MORNING - 40 * DAY })
    await world.people(many(3, account, 10), { lastEventAt: MORNING - 6 * DAY, firstSeenAt: MORNING - 9 * DAY })
    await world.people(many(4, otherAccount))
    const count = async (segment: Draft['segment'], province = 'gia-lai') =>
      audienceSize(await previewAudience(world.options, await world.create({ segment, province }), MORNING))

    expect(await count({})).toBe(9)
    expect(await count({ channels: ['messenger'] })).toBe(4)
    expect(await count({ seen_within_days: 5 })).toBe(6)
    expect(await count({ new_within_days: 10 })).toBe(7)
    expect(await count({ channels: ['zalo-oa'], seen_within_days: 5 })).toBe(2)
    expect(await count({}, 'ha-tinh')).toBe(0)
  })

  it('knows people by the commune that their conversation remembers', async () => {
    const world = createWorld(context.db)
    const states = [
      { known: { commune: { value: '23563', said: 'Chư Sê' } } },
      { known: { commune: { value: '23563', said: 'xã Chư Sê' }, name: { value: 'An', said: 'An' } } },
      { known: { commune: { value: '23638', said: 'Ia Pa' } } },
      { known: {} },
      null,
    ]
    await saveContacts(
      context.db,
      sealer,
      states.map((state, i) => ({ ...newContact(person(i), account, MORNING), version: 1, state })),
    )
    const broadcast = await world.create({ segment: { communes: ['23563'] } })
    expect((await previewAudience(world.options, broadcast, MORNING)).reachable).toBe(2)
  })

  it('leaves out who is unreachable until they write again', async () => {
    const world = createWorld(context.db)
    const row = {
      account_id: account,
      purpose: 'reply' as const,
      priority: 0,
      sealed_part: sealer.seal({}),
      status: 'failed' as const,
      failure: 'unreachable',
      due_at: 0,
      created_at: 0,
      finished_at: MORNING - HOUR,
    }
    await world.people([person(1)], { lastEventAt: MORNING - 2 * HOUR })
    await world.people([person(2)], { lastEventAt: MORNING })
    await context.db
      .insertInto('outbox')
      .values([1, 2].map((n) => ({ ...row, contact_id: person(n), key: `k${n}` })))
      .execute()
    const totals = await previewAudience(world.options, await world.create(), MORNING)
    expect(totals).toMatchObject({ reachable: 1, leftOut: { unreachable: 1 } })
  })
})
