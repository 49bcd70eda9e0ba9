import { afterAll, beforeAll, expect, it } from 'vitest'
import { createActor, written } from '../../../src/cli/transcripts/actor.ts'
import { openStage, type Stage } from '../../../src/cli/transcripts/stage.ts'
import type { ProvinceId } from '../../../src/core/ids.ts'
import type { Choice } from '../../../src/core/messages.ts'
import { at } from '../../support/support-desk.ts'

let stage: Stage
beforeAll(async () => {
  stage = await openStage('.')
  stage.clock.set(at('2026-10-01 09:00'))
})
afterAll(() => stage[Symbol.asyncDispose]())

/** Somebody in front of a chat of their own: what they are told comes back as one text. */
function somebody() {
  const actor = createActor(stage, { channel: 'zalo-oa', province: 'gia-lai' as ProvinceId })
  let buttons: readonly Choice[] = []
  const told = (messages: Awaited<ReturnType<typeof actor.wait>>) => {
    buttons = messages.flatMap((message) => ('choices' in message ? (message.choices ?? []) : []))
    return messages.map((message) => ('text' in message ? message.text : '')).join('\n')
  }
  return {
    async writes(...texts: readonly string[]) {
      let said = ''
      for (const text of texts) said = told(await actor.send([written(text)], stage.conversation, { writingOn: false }))
      return said
    },
    async presses(label: string) {
      const button = buttons.find((one) => one.label === label)
      if (button?.type !== 'reply') throw new Error(`there is no button "${label}"`)
      const pressed = { type: 'button' as const, payload: button.payload, title: label }
      return told(await actor.send([pressed as never], stage.conversation, { writingOn: false }))
    },
    hears: async () => told(await actor.wait(1000, stage.conversation)),
  }
}

it('A volunteer and a learner find each other, agree, learn and part by buttons and words alone', async () => {
  const [mentor, learner, another] = [somebody(), somebody(), somebody()]
  await mentor.writes('làm đại sứ số', 'phường Quy Nhơn', 'Kinh và Ba Na', '2', 'Nguyễn Văn An, 0912 345 678', 'có')
  await learner.writes('tìm đại sứ số', 'phường Quy Nhơn', 'Ba Na', 'Cài và dùng VNeID', 'Đinh Thị Bích, 0987654321')
  expect(await learner.writes('có')).toContain('Đã tìm được Đại sứ số cho bà con: An')
  expect(await learner.presses('Đồng ý')).toContain('Khi An cũng đồng ý')
  expect(await mentor.hears()).toContain('Có người học hợp với anh/chị: Bích')
  expect(await mentor.presses('Đồng ý')).toContain('Điện thoại của Bích: 0987654321')
  expect(await learner.hears()).toContain('Điện thoại của An: 0912345678')
  expect(await learner.presses('Đã biết làm')).toContain('Chúc mừng bà con! Đã báo cho An')
  expect(await mentor.hears()).toContain('Anh/chị đã giúp 1/5 người')

  await another.writes('tìm đại sứ số', 'phường Quy Nhơn', 'Kinh', 'Dùng điện thoại', 'Trần Văn Cường, 0987654322')
  await another.writes('có')
  await mentor.hears()
  await learner.writes('tìm đại sứ số', 'Kinh', 'Chữ ký số', 'Đinh Thị Bích, 0987654321', 'có')
  await mentor.hears()
  expect(await mentor.writes('đồng ý đồng hành')).toContain('Bà con đồng ý với ai?')
  expect(await mentor.writes('Cường')).toContain('Khi Cường cũng đồng ý')
  expect(await mentor.writes('kết thúc đồng hành', '2')).toContain('đã kết thúc đồng hành với Bích')
  expect(await learner.hears()).toContain('An không đồng hành tiếp được')
  expect(await mentor.writes('kết thúc đồng hành')).toContain('Kết thúc đồng hành với Cường chứ?')
  expect(await mentor.writes('không')).toContain('vẫn giữ như cũ')
})
