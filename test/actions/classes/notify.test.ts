import { describe, expect, it } from 'vitest'
import { classTextsSchema } from '../../../src/actions/classes/class-texts.ts'
import { readNoticeSettings } from '../../../src/actions/classes/notice-settings.ts'
import { type NoticeTemplates, readNoticeTemplates } from '../../../src/actions/classes/notice-templates.ts'
import { type NoticeParts, planNotice } from '../../../src/actions/classes/notify.ts'
import { readSendingRules } from '../../../src/broadcasts/rules.ts'
import type { Channel, PlatformTemplate, TemplateUse } from '../../../src/core/channel.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import { at } from '../../classes/support/samples.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { account, otherAccount, person } from '../../support/samples.ts'
import { desk } from '../../support/support-desk.ts'

const evening = at('2026-10-09', '19:00')
const HOUR = 3_600_000
const zalo = person(1)
const messenger = person(1, otherAccount)
const values = {
  name: 'An',
  code: 'LC12-001',
  subject: 'VNeID',
  place: 'Nhà văn hóa',
  time: '19:30',
  date: '10/10/2026',
}

/** A platform with a template of every kind, at the price it names. */
function templatesAt(prices: { person?: number | null; phone?: number | null }): NoticeTemplates {
  const priced = (price: number | null | undefined) => (price === undefined ? null : { priceDong: price })
  return {
    find: () => ({
      toPerson: priced(prices.person),
      toPhone: priced(prices.phone),
      render: (phone) => ({ body: phone ?? 'by id' }),
    }),
  }
}

describe('a notice goes the cheapest way that is permitted', () => {
  const parts: NoticeParts = {
    desk,
    classTexts: readYaml('data/messages/classes.yaml', classTextsSchema),
    rules: readSendingRules('data/platform-rules'),
    mostDong: 200,
  }
  const plan = (
    contact: typeof zalo,
    hoursAgo: number | null,
    change: Partial<NoticeParts> & { at?: number; phone?: string; optedOut?: boolean; sent?: number } = {},
  ) => {
    const dueAt = change.at ?? evening
    const lastEventAt = hoursAgo === null ? null : dueAt - hoursAgo * HOUR
    const planned = planNotice(
      { ...parts, ...change },
      {
        person: { contact, lastEventAt, optedOut: change.optedOut ?? false, sentInWindow: change.sent ?? 0 },
        kind: 'reminder',
        key: 'k',
        values,
        dueAt,
        ...(change.phone === undefined ? {} : { phone: change.phone }),
      },
    )
    return [planned.outcome, planned.template?.body]
  }
  const both = templatesAt({ person: null, phone: null })

  it.each([
    { name: 'Zalo within 48 hours: as text', got: () => plan(zalo, 47, { templates: both }), want: ['sent'] },
    {
      name: 'Zalo after eight messages without an answer: as text for 55 đồng',
      got: () => plan(zalo, 1, { sent: 8 }),
      want: ['sent'],
    },
    {
      name: 'Zalo after eight messages without an answer, where nothing may be spent',
      got: () => plan(zalo, 1, { sent: 8, mostDong: 0 }),
      want: ['price'],
    },
    { name: 'Zalo until day 7: as text for 55 đồng', got: () => plan(zalo, 100, { templates: both }), want: ['sent'] },
    {
      name: 'Zalo until day 7 with a cheaper template: as that',
      got: () => plan(zalo, 100, { templates: templatesAt({ person: 50 }) }),
      want: ['template', 'by id'],
    },
    {
      name: 'Zalo after day 7: as a template by id',
      got: () => plan(zalo, 169, { templates: both, phone: '0912345678' }),
      want: ['template', 'by id'],
    },
    {
      name: 'Zalo after day 7, cheaper by phone: by the number given',
      got: () => plan(zalo, 169, { templates: templatesAt({ person: 200, phone: 150 }), phone: '0912345678' }),
      want: ['template', '84912345678'],
    },
    {
      name: 'Zalo, never wrote: by the number given alone',
      got: () => plan(zalo, null, { templates: both, phone: '0912345678' }),
      want: ['template', '84912345678'],
    },
    {
      name: 'Zalo, a template by phone and no number',
      got: () => plan(zalo, 169, { templates: templatesAt({ phone: null }) }),
      want: ['window'],
    },
    { name: 'Zalo, no template', got: () => plan(zalo, 169), want: ['window'] },
    {
      name: 'Zalo, a template late in the evening',
      got: () => plan(zalo, 169, { templates: both, at: at('2026-10-09', '22:30') }),
      want: ['hours'],
    },
    {
      name: 'Zalo, dearer than allowed',
      got: () => plan(zalo, 169, { templates: templatesAt({ person: 300 }) }),
      want: ['price'],
    },
    { name: 'Messenger within a day: as text', got: () => plan(messenger, 23, { templates: both }), want: ['sent'] },
    {
      name: 'Messenger after a day: as a utility template',
      got: () => plan(messenger, 25, { templates: both }),
      want: ['template', 'by id'],
    },
    { name: 'Messenger after a day, no template', got: () => plan(messenger, 25), want: ['window'] },
    {
      name: 'whoever opted out',
      got: () => plan(zalo, 1, { templates: both, phone: '0912345678', optedOut: true }),
      want: ['opted_out'],
    },
  ])('$name', ({ got, want }) => {
    expect(got().filter((one) => one !== undefined)).toEqual(want)
  })
})

describeOnBothEngines('templates for notices', (context) => {
  const settings = readNoticeSettings('.')
  const template: PlatformTemplate = {
    id: '7001',
    title: 'Nhắc lịch lớp học',
    status: 'approved',
    parameters: ['ten', 'ma', 'lop', 'thoi_gian', 'dia_diem'].map((name) => ({ name, type: 'text', maxLength: 30 })),
    text: null,
    toPerson: { priceDong: 200 },
    toPhone: null,
  }
  const channel: Pick<Channel, 'approved'> = {
    approved: {
      listTemplates: async () => [],
      renderTemplate: (use: TemplateUse) => ({ body: use.values }),
    },
  }
  const find = async (change: Partial<PlatformTemplate> = {}, named: Record<string, string> = values) => {
    const stored = { ...template, ...change }
    const { id, title, status } = stored
    await context.db
      .insertInto('platform_templates')
      .values({ account_id: account, id, title, status, template: JSON.stringify(stored), synced_at: evening })
      .execute()
    const templates = await readNoticeTemplates(context.db, new Map([[account, { channel }]]), settings)
    return templates.find(zalo, 'reminder', named)
  }

  it('are found by their name at the platform, and filled in', async () => {
    expect((await find())?.render().body).toEqual({
      ten: 'An',
      ma: 'LC12-001',
      lop: 'VNeID',
      thoi_gian: '19:30 10/10/2026',
      dia_diem: 'Nhà văn hóa',
    })
  })

  it('are not used while they are reviewed', async () => {
    expect(await find({ status: 'in_review' })).toBeNull()
  })

  it('are not used where a value does not suit them', async () => {
    expect(await find({}, { ...values, place: 'a'.repeat(31) })).toBeNull()
  })
})
