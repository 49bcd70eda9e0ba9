import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ZbsTemplate } from '../../../src/sandbox/zalo/templates.ts'
import { DAY, HOUR, MINUTE, SECOND } from '../support/clock.ts'
import { type Receiver, startReceiver } from '../support/receiver.ts'
import {
  CS,
  LASTING,
  startZaloBench,
  TOKEN,
  templateTo,
  USER,
  V2,
  type ZaloBench,
  type ZaloReply,
} from '../support/zalo.ts'

const REMINDER: ZbsTemplate = {
  id: '900001',
  status: 'ENABLE',
  allowsUid: true,
  text: 'Lớp của <ho_ten> lúc <gio>, lớp số <lop>',
  params: [
    { name: 'ho_ten', type: 'STRING', maxLength: 30 },
    { name: 'gio', type: 'DATE', maxLength: 20 },
    { name: 'lop', type: 'NUMBER', maxLength: 5 },
  ],
}
const DATA = { ho_ten: 'Trần Thị Mẫu', gio: '19:30 25/11/2026', lop: 1 }
const TEMPLATES = [
  REMINDER,
  { ...REMINDER, id: '900002', allowsUid: false },
  { ...REMINDER, id: '900003', status: 'PENDING_REVIEW' as const },
]

let bench: ZaloBench
beforeEach(async () => {
  bench = await startZaloBench({ templates: TEMPLATES, apps: [LASTING] })
  await bench.zalo.person(USER).writes('a')
})
afterEach(() => bench.close())

async function upload(kind: string, name: string, bytes: number): Promise<ZaloReply> {
  const form = new FormData()
  form.set('file', new File([new Uint8Array(bytes)], name))
  const answer = await fetch(`${bench.zalo.url}/v2.0/oa/upload/${kind}`, {
    method: 'POST',
    headers: { access_token: TOKEN },
    body: form,
  })
  return (await answer.json()) as ZaloReply
}

describe('uploads', () => {
  const MB = 1024 * 1024
  it.each([
    { name: 'a picture of 1 MB', kind: 'image', file: 'a.png', bytes: MB, error: 0 },
    { name: 'a picture above 1 MB', kind: 'image', file: 'a.png', bytes: MB + 1, error: -210 },
    { name: 'a gif as picture', kind: 'image', file: 'a.gif', bytes: 9, error: -201 },
    { name: 'a gif of 5 MB', kind: 'gif', file: 'a.gif', bytes: 5 * MB, error: 0 },
    { name: 'a document', kind: 'file', file: 'don.PDF', bytes: 9, error: 0 },
    { name: 'a program', kind: 'file', file: 'don.exe', bytes: 9, error: -201 },
    { name: 'an empty file', kind: 'file', file: 'don.pdf', bytes: 0, error: -201 },
  ])('$name: $error', async ({ kind, file, bytes, error }) => {
    expect((await upload(kind, file, bytes)).error).toBe(error)
  })

  it.each([
    { name: '7 days', after: 7 * DAY, error: 0 },
    { name: 'more', after: 7 * DAY + 1, error: -100 },
  ])('can be sent for 7 days: after $name $error', async ({ after, error }) => {
    const picture = (await upload('image', 'a.png', 9)).data.attachment_id
    const { token } = (await upload('file', 'a.pdf', 9)).data
    bench.clock.pass(after)
    await bench.zalo.person(USER).writes('a')
    const element = { media_type: 'image', attachment_id: picture }
    const image = templateTo(USER, { template_type: 'media', elements: [element] })
    const file = { recipient: { user_id: USER }, message: { attachment: { type: 'file', payload: { token } } } }
    expect((await bench.post(CS, image)).error).toBe(error)
    expect((await bench.post(CS, file)).error).toBe(error)
  })
})

const ARTICLE = {
  type: 'normal',
  title: 'Ngày hội chuyển đổi số',
  author: 'Sở Khoa học và Công nghệ',
  description: 'Mời bà con tham gia',
  cover: { cover_type: 'photo', photo_url: 'https://oa.example.vn/bia.jpg', status: 'show' },
  body: [{ type: 'text', content: 'Nội dung' }],
  status: 'show',
}

async function publish(): Promise<string> {
  const { data } = await bench.post('/v2.0/article/create', ARTICLE)
  bench.clock.pass(2 * SECOND)
  return String((await bench.post('/v2.0/article/verify', { token: data.token })).data.id)
}

const broadcastOf = (ids: readonly string[], target: object = {}) => ({
  recipient: { target },
  message: {
    attachment: {
      type: 'template',
      payload: {
        template_type: 'media',
        elements: ids.map((attachment_id) => ({ media_type: 'article', attachment_id })),
      },
    },
  },
})

describe('articles', () => {
  it('have an id only once they are processed', async () => {
    const { data } = await bench.post('/v2.0/article/create', ARTICLE)
    expect(Object.keys(data)).toEqual(['token'])
    expect((await bench.post('/v2.0/article/verify', data)).error).toBe(-214)
    bench.clock.pass(2 * SECOND)
    const { id } = (await bench.post('/v2.0/article/verify', data)).data
    expect((await bench.get(`/v2.0/article/getdetail?id=${id}`)).data).toMatchObject({ title: ARTICLE.title })
  })

  it('are replaced as a whole: what an update leaves out takes its default', async () => {
    const id = await publish()
    const { status: _, ...withoutStatus } = ARTICLE
    await bench.post('/v2.0/article/update', { ...withoutStatus, id })
    expect((await bench.get(`/v2.0/article/getdetail?id=${id}`)).data.status).toBe('hide')
  })

  it.each([
    { name: 'title of 151 letters', change: { title: 'ế'.repeat(151) }, error: -210 },
    { name: 'no body', change: { body: [] }, error: -201 },
    { name: 'no cover', change: { cover: undefined }, error: -201 },
  ])('are refused with $error: $name', async ({ change, error }) => {
    expect((await bench.post('/v2.0/article/create', { ...ARTICLE, ...change })).error).toBe(error)
  })
})

describe('a broadcast', () => {
  it('goes to followers half an hour after the call', async () => {
    const id = await publish()
    const reply = await bench.post(V2, broadcastOf([id], { cities: '33,18', gender: '0' }))
    expect(reply.error).toBe(0)
    const now = bench.clock.now()
    expect(bench.zalo.broadcasts).toEqual([
      {
        id: reply.data.message_id,
        articleIds: [id],
        target: { cities: '33,18', gender: '0' },
        acceptedAt: now,
        goesOutAt: now + 30 * MINUTE,
      },
    ])
  })

  it.each([
    { name: '05:59', hoursFromNoon: 18 - 1 / 60, error: -234 },
    { name: '06:00', hoursFromNoon: 18, error: 0 },
    { name: '21:59', hoursFromNoon: 10 - 1 / 60, error: 0 },
    { name: '22:00', hoursFromNoon: 10, error: -234 },
  ])('at $name: $error', async ({ hoursFromNoon, error }) => {
    const id = await publish()
    bench.clock.pass(Math.round(hoursFromNoon * HOUR) - 2 * SECOND)
    expect((await bench.post(V2, broadcastOf([id]))).error).toBe(error)
  })

  it.each([
    { name: 'free text', body: { recipient: { target: {} }, message: { text: 'Mời bà con' } }, error: -201 },
    { name: 'an unknown article', body: broadcastOf(['ar00']), error: -201 },
    { name: 'six articles', body: broadcastOf(Array.from({ length: 6 }, () => 'ar00')), error: -210 },
    { name: 'an unknown province code', body: broadcastOf(['ar00'], { cities: '64' }), error: -201 },
    { name: 'an unknown gender', body: broadcastOf(['ar00'], { gender: '3' }), error: -201 },
  ])('is refused with $error: $name', async ({ body, error }) => {
    expect((await bench.post(V2, body)).error).toBe(error)
  })

  it('waits for its article (-214)', async () => {
    const id = await publish()
    await bench.post('/v2.0/article/update', { ...ARTICLE, id })
    expect((await bench.post(V2, broadcastOf([id]))).error).toBe(-214)
  })
})

describe('templates', () => {
  const byPhone = (change: object = {}) => ({
    phone: '84900000001',
    template_id: '900001',
    template_data: DATA,
    ...change,
  })
  const byUid = (change: object = {}) => ({ user_id: USER, template_id: '900001', template_data: DATA, ...change })
  const [PHONE_PATH, UID_PATH] = ['/message/template', '/v3.0/oa/message/template']

  it.each([
    { name: 'phone', path: PHONE_PATH, body: byPhone(), error: 0 },
    { name: 'phone with +', path: PHONE_PATH, body: byPhone({ phone: '+84900000001' }), error: 0 },
    { name: 'phone with 0', path: PHONE_PATH, body: byPhone({ phone: '0900000001' }), error: -108 },
    { name: 'unknown template', path: PHONE_PATH, body: byPhone({ template_id: '1' }), error: -109 },
    { name: 'template under review', path: PHONE_PATH, body: byPhone({ template_id: '900003' }), error: -131 },
    { name: 'no data', path: PHONE_PATH, body: byPhone({ template_data: {} }), error: -111 },
    {
      name: 'data that is an object',
      path: PHONE_PATH,
      body: byPhone({ template_data: { ...DATA, ho_ten: {} } }),
      error: -112,
    },
    {
      name: 'name too long',
      path: PHONE_PATH,
      body: byPhone({ template_data: { ...DATA, ho_ten: 'ế'.repeat(31) } }),
      error: -1121,
    },
    {
      name: 'missing parameter',
      path: PHONE_PATH,
      body: byPhone({ template_data: { ho_ten: 'A', lop: 1 } }),
      error: -1122,
    },
    {
      name: 'date as words',
      path: PHONE_PATH,
      body: byPhone({ template_data: { ...DATA, gio: 'tối nay' } }),
      error: -1124,
    },
    {
      name: 'number as words',
      path: PHONE_PATH,
      body: byPhone({ template_data: { ...DATA, lop: 'một' } }),
      error: -1124,
    },
    {
      name: 'tracking id of 49 letters',
      path: PHONE_PATH,
      body: byPhone({ tracking_id: 'a'.repeat(49) }),
      error: -132,
    },
    { name: 'user id', path: UID_PATH, body: byUid(), error: 0 },
    { name: 'template that goes by phone only', path: UID_PATH, body: byUid({ template_id: '900002' }), error: -249 },
    { name: 'unknown template by user id', path: UID_PATH, body: byUid({ template_id: '1' }), error: -201 },
    { name: 'missing parameter by user id', path: UID_PATH, body: byUid({ template_data: { lop: 1 } }), error: -201 },
    { name: 'person who never appeared', path: UID_PATH, body: byUid({ user_id: '2000000000000000077' }), error: -213 },
  ])('$name: $error', async ({ path, body, error }) => {
    expect((await bench.post(path, body)).error).toBe(error)
  })

  it('answer with what they were and what is left of the day', async () => {
    const reply = await bench.post(PHONE_PATH, byPhone({ tracking_id: 'lop-1' }))
    expect(reply.data).toMatchObject({ sending_mode: '1', quota: { dailyQuota: '5000', remainingQuota: '4999' } })
    expect(bench.zalo.sent.at(-1)).toMatchObject({
      id: reply.data.msg_id,
      to: '84900000001',
      text: 'Lớp của Trần Thị Mẫu lúc 19:30 25/11/2026, lớp số 1',
    })
  })

  it('have no window', async () => {
    await bench.zalo.person('2000000000000000005').follows()
    bench.clock.pass(20 * HOUR)
    expect((await bench.post(UID_PATH, byUid({ user_id: '2000000000000000005' }))).error).toBe(0)
  })

  it('by phone are receipted with the header of their own server', async () => {
    const receiver: Receiver = await startReceiver()
    const own = await startZaloBench({ templates: TEMPLATES, webhookUrl: receiver.url, echoes: true })
    const { data } = await own.post(PHONE_PATH, byPhone({ tracking_id: 'lop-1' }))
    await own.zalo.settled()
    expect(receiver.posts[0]?.headers['x-zevent-server']).toBe('ZNS')
    expect(receiver.events()[0]).toMatchObject({
      event_name: 'user_received_message',
      recipient: { id: '84900000001' },
      message: { msg_id: data.msg_id, tracking_id: 'lop-1', delivery_time: String(own.clock.now()) },
    })
    await own.close()
    await receiver.close()
  })
})

describe('answers of version 2', () => {
  it('go to an anonymous person in the conversation they began', async () => {
    const anonymous = bench.zalo.anonymous('an0n1111')
    await anonymous.writes('Lớp ở đâu?')
    const answer = (conversation_id: string) =>
      bench.post(V2, { recipient: { anonymous_id: anonymous.id, conversation_id }, message: { text: 'Ở nhà văn hóa' } })
    expect(await answer(anonymous.conversationId)).toMatchObject({ error: 0, data: { anonymous_id: 'an0n1111' } })
    expect((await answer('cv00')).error).toBe(-201)
  })

  it.each([
    { icon: '/-strong', error: 0 },
    { icon: 'like', error: -201 },
  ])('react with $icon: $error', async ({ icon, error }) => {
    const body = { recipient: { user_id: USER }, sender_action: { react_icon: icon, react_message_id: 'aa11' } }
    expect((await bench.post(V2, body)).error).toBe(error)
  })
})

describe('queries', () => {
  const ask = (path: string, data: object) => bench.get(`${path}?data=${encodeURIComponent(JSON.stringify(data))}`)

  it('tell what is known of a person', async () => {
    expect((await ask('/v3.0/oa/user/detail', { user_id: USER })).data).toMatchObject({
      user_id: USER,
      user_id_by_app: '3000000000000000002',
      user_is_follower: false,
      user_last_interaction_date: '20/11/2026',
    })
    expect((await ask('/v3.0/oa/user/detail', { user_id: '2000000000000000077' })).error).toBe(-213)
  })

  it.each([
    { data: { offset: 0, count: 50 }, error: 0, count: 2 },
    { data: { offset: 0, count: 50, is_follower: true }, error: 0, count: 1 },
    { data: { offset: 1, count: 50 }, error: 0, count: 1 },
    { data: { offset: 0, count: 51 }, error: -210, count: undefined },
    { data: { offset: 9952, count: 5 }, error: -210, count: undefined },
  ])('list people: $data gives $error', async ({ data, error, count }) => {
    await bench.zalo.person('2000000000000000005').follows()
    const reply = await ask('/v3.0/oa/user/getlist', data)
    expect(reply.error).toBe(error)
    expect((reply.data?.users as unknown[] | undefined)?.length).toBe(count)
  })

  it('keep what an update says', async () => {
    const shared_info = { name: 'Trần Thị Mẫu', phone: '84900000001' }
    await bench.post('/v3.0/oa/user/update', { user_id: USER, user_alias: 'Cô Mẫu', shared_info })
    expect((await ask('/v3.0/oa/user/detail', { user_id: USER })).data).toMatchObject({
      user_alias: 'Cô Mẫu',
      shared_info,
    })
  })

  it('tell the quota of a person and of the OA', async () => {
    const path = '/v3.0/oa/quota/message'
    const last = String(bench.clock.now())
    expect((await bench.post(path, { user_id: USER })).data).toMatchObject({
      last_interaction: last,
      cs_reply: { remain: 8, total: 8 },
    })
    bench.clock.pass(24.9 * HOUR)
    const owner = { quota_owner: 'OA', product_type: 'cs', quota_type: 'sub_quota' }
    expect((await bench.post(path, owner)).data).toMatchObject([{ total: 2000, remain: 2000 }])
  })

  it.each([
    { oaType: 'business', oa_type: 2 },
    { oaType: 'state', oa_type: 4 },
  ] as const)('name the kind of a $oaType OA', async ({ oaType, oa_type }) => {
    const own = await startZaloBench({ oaType })
    expect((await own.get('/v2.0/oa/getoa')).data).toMatchObject({ oaid: '4000000000000000004', oa_type })
    await own.close()
  })
})
