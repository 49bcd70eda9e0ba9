import { expect, it } from 'vitest'
import { rememberChoicesOf } from '../../src/actions/remember-choices.ts'
import type { ButtonPressed } from '../../src/core/events.ts'
import { accountOf, type ContactId } from '../../src/core/ids.ts'
import type { Domain } from '../../src/domain.ts'
import { runTurn } from '../../src/engine/run-turn.ts'
import { EMPTY_SESSION, readSession } from '../../src/engine/session.ts'
import { findContacts, saveContacts } from '../../src/people/contact.store.ts'
import { newContact } from '../../src/people/contact.ts'
import { add, GIA_LAI } from '../classes/support/samples.ts'
import { domainOver } from '../support/conversation.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { carriedOut, hire } from '../support/hired.ts'
import { messageFrom, NOW, person, sealer } from '../support/samples.ts'
import { giaLai, quyNhon } from '../support/support-desk.ts'

const staff = person(90)
const citizen = person(1)

function press(contact: ContactId, payload: string): ButtonPressed {
  const account = accountOf(contact)
  return { type: 'button', externalId: payload, account, contact, sentAt: NOW, payload, label: payload, ref: null }
}

describeOnBothEngines('the desk', (context) => {
  // Reading all flows and articles takes its time.
  let domain: Domain | null = null
  const theDomain = () => {
    domain ??= domainOver(context.db, sealer)
    return domain
  }
  const turnOf = async (event: ButtonPressed | ReturnType<typeof messageFrom>) => {
    return theDomain().deskTurns(event, newContact(event.contact, event.account, NOW), 'r1', NOW)
  }
  const saidTo = async (event: Parameters<typeof turnOf>[0]) => carriedOut(context.db, await turnOf(event))

  it('takes a button of staff as if its words were typed', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    await add(context.db, { province: GIA_LAI, commune: quyNhon })
    const asked = await turnOf(messageFrom(staff, 'đóng đăng ký LC12'))
    expect(asked).toMatchObject({ goesOn: false, messages: [{ choices: [{ label: 'Đồng ý LC12' }] }] })
    await carriedOut(context.db, asked)
    const [message] = asked?.messages ?? []
    const choice = message?.type === 'text' ? message.choices?.[0] : undefined
    const payload = choice?.type === 'reply' ? choice.payload : ''
    expect(await saidTo(press(citizen, payload))).toBeNull()
    expect(await saidTo(press(staff, payload))).toBe('Đã đóng đăng ký LC12.')
  })

  it('reads commands about tickets, classes, visits, reports and the console; everybody else talks to the assistant', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    for (const text of ['việc chờ', 'lớp hôm nay', 'lời nhờ', 'báo cáo', 'đăng nhập']) {
      expect(await saidTo(messageFrom(staff, text))).toMatch(
        /^(Không có|Hôm nay|Báo cáo phường Quy Nhơn|Liên kết vào trang quản trị)/,
      )
      expect(await saidTo(messageFrom(citizen, text))).toBeNull()
    }
    expect(await saidTo(messageFrom(staff, 'quên mật khẩu VNeID'))).toBeNull()
    expect(await saidTo(press(staff, 'flow:dang-ky-lop'))).toBeNull()
  })

  it('lets an officer write an announcement, amid other commands', async () => {
    await hire(context.db, staff, 'officer', giaLai)
    const say = (text: string) => turnOf(messageFrom(staff, text)).then((turn) => carriedOut(context.db, turn))
    expect(await say('soạn tin')).toContain('nguyên văn nội dung')
    expect(await say('việc chờ')).toMatch(/^Không có/)
    const asked = await turnOf(messageFrom(staff, 'Mời bà con đi làm chữ ký số'))
    expect(asked).toMatchObject({ goesOn: false, messages: [{ choices: [{ label: 'Thường' }, {}, {}] }] })
    await carriedOut(context.db, asked)
    expect(await carriedOut(context.db, await turnOf(press(staff, 'staff:thuong')))).toContain('Gửi cho ai?')
    // What citizens' own buttons say stays theirs.
    expect(await turnOf(press(staff, 'flow:dang-ky-lop'))).toBeNull()
    expect(await say('bỏ')).toBe('Đã bỏ tin đang soạn.')
    expect(await turnOf(messageFrom(staff, 'quên mật khẩu VNeID'))).toBeNull()
  })

  it.each([
    { typed: '1', answer: 'cảm ơn bà con đã báo' },
    { typed: 'tôi đến', answer: 'cảm ơn bà con đã báo' },
    { typed: '2', answer: 'chưa đăng ký lớp nào' },
    { typed: 'hủy chỗ', answer: 'chưa đăng ký lớp nào' },
  ])('leaves "$typed" after a reminder to its flow', async ({ typed, answer }) => {
    const contact = { ...newContact(citizen, accountOf(citizen), NOW), version: 1, state: EMPTY_SESSION }
    await saveContacts(context.db, sealer, [contact])
    const choices = [
      { type: 'reply', label: 'Tôi đến', payload: 'flow:toi-den' },
      { type: 'reply', label: 'Hủy chỗ', payload: 'flow:lop-cua-toi' },
    ] as const
    expect(await rememberChoicesOf(context.db, sealer, { contact: citizen, choices, now: NOW })).toBe(true)
    const session = readSession((await findContacts(context.db, sealer, [citizen])).get(citizen)?.state)
    const event = { ...messageFrom(citizen, 'm1'), text: typed }
    const turn = await runTurn(theDomain().conversation, {
      event,
      session,
      first: false,
      mutedUntil: null,
      province: giaLai,
      now: NOW,
    })
    expect(turn.messages.map((message) => ('text' in message ? message.text : '')).join('\n')).toContain(answer)
  })
})
