import { expect, it } from 'vitest'
import type { ButtonPressed } from '../../src/core/events.ts'
import { accountOf, type ContactId } from '../../src/core/ids.ts'
import { newContact } from '../../src/people/contact.ts'
import { add, GIA_LAI } from '../classes/support/samples.ts'
import { domainOver } from '../support/conversation.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { carriedOut, hire } from '../support/hired.ts'
import { messageFrom, NOW, person, sealer } from '../support/samples.ts'
import { quyNhon } from '../support/support-desk.ts'

const staff = person(90)
const citizen = person(1)

function press(contact: ContactId, payload: string): ButtonPressed {
  const account = accountOf(contact)
  return { type: 'button', externalId: payload, account, contact, sentAt: NOW, payload, label: payload, ref: null }
}

describeOnBothEngines('the desk', (context) => {
  const turnOf = async (event: ButtonPressed | ReturnType<typeof messageFrom>) => {
    const { deskTurns } = domainOver(context.db, sealer)
    return deskTurns(event, newContact(event.contact, event.account, NOW), 'r1', NOW)
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

  it('reads commands about tickets, classes and visits; everybody else talks to the assistant', async () => {
    await hire(context.db, staff, 'commune_staff', quyNhon)
    for (const text of ['việc chờ', 'lớp hôm nay', 'lời nhờ']) {
      expect(await saidTo(messageFrom(staff, text))).toMatch(/^(Không có|Hôm nay)/)
      expect(await saidTo(messageFrom(citizen, text))).toBeNull()
    }
    expect(await saidTo(messageFrom(staff, 'quên mật khẩu VNeID'))).toBeNull()
    expect(await saidTo(press(staff, 'flow:dang-ky-lop'))).toBeNull()
  })

  it('offers with a reminder only what flows can take up', () => {
    const { flows } = domainOver(context.db, sealer).conversation
    expect(['toi-den', 'lop-cua-toi', 'nhan-cho'].filter((flow) => !flows.has(flow))).toEqual([])
  })
})
