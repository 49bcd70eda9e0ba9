import { describe, expect, it } from 'vitest'
import { clockStartingAt, vietnamDate, vietnamTime } from '../../src/core/clock.ts'
import { fill } from '../../src/core/fill.ts'
import {
  accountIdOf,
  accountOf,
  channelOf,
  contactIdOf,
  createIds,
  platformAccountIdOf,
  platformUserIdOf,
} from '../../src/core/ids.ts'
import { replyChoices } from '../../src/core/messages.ts'
import { lengthOf } from '../../src/core/text-length.ts'

describe('ids', () => {
  const account = accountIdOf('zalo-oa', '4000000000000000004')
  const contact = contactIdOf(account, 'anon:1:2')

  it('say whose they are, and give back the platform’s own', () => {
    expect(channelOf(contact)).toBe('zalo-oa')
    expect(accountOf(contact)).toBe(account)
    expect(platformAccountIdOf(account)).toBe('4000000000000000004')
    expect(platformUserIdOf(contact)).toBe('anon:1:2')
  })

  it('made later sort later, and no two are alike', () => {
    let now = 1_795_161_600_000
    const ids = createIds(() => now++)
    const made = Array.from({ length: 500 }, () => ids.next())
    expect(made.toSorted()).toEqual(made)
    expect(new Set(made).size).toBe(500)
    expect(made[0]).toMatch(/^[0-9a-hjkmnp-tv-z]{26}$/)
  })
})

describe('the clock', () => {
  it.each([
    { instant: '2026-10-05T00:30:00Z', date: '05/10/2026', time: '07:30' },
    { instant: '2026-10-04T17:00:00Z', date: '05/10/2026', time: '00:00' },
    { instant: '2026-12-31T16:59:00Z', date: '31/12/2026', time: '23:59' },
  ])('reads $instant in Vietnam as $time $date', ({ instant, date, time }) => {
    expect(vietnamDate(Date.parse(instant))).toBe(date)
    expect(vietnamTime(Date.parse(instant))).toBe(time)
  })

  it('may start elsewhere and then runs on', () => {
    let real = 1000
    const clock = clockStartingAt(500_000, { now: () => real })
    real += 250
    expect(clock.now()).toBe(500_250)
  })
})

describe('texts', () => {
  it('are filled in by name', () => {
    expect(fill('Chào bà con {{province}}, {{province}}', { province: 'tỉnh Gia Lai' })).toBe(
      'Chào bà con tỉnh Gia Lai, tỉnh Gia Lai',
    )
  })

  it('with a name that has no value are a mistake', () => {
    expect(() => fill('Chào {{ten}}', {})).toThrow('{{ten}}')
  })

  it.each([
    ['ế', 1],
    ['ế'.normalize('NFD'), 1],
    ['👍🏽', 2],
    ['', 0],
  ])('are measured in code points: "%s"', (text, length) => {
    expect(lengthOf(text)).toBe(length)
  })
})

describe('choices', () => {
  const reply = (label: string) => ({ type: 'reply', label, payload: label }) as const

  it('are numbered over cards first, then over those under the message; links and phones have no number', () => {
    const list = {
      type: 'list',
      text: 'Lớp học',
      items: [
        { title: 'A', choices: [reply('a1'), { type: 'url', label: 'bản đồ', url: 'https://example.vn' } as const] },
        { title: 'B', choices: [reply('b1')] },
      ],
      choices: [reply('khác')],
    } as const
    expect(replyChoices(list).map(({ label }) => label)).toEqual(['a1', 'b1', 'khác'])
    expect(replyChoices({ type: 'file', url: 'https://example.vn/a.pdf', name: 'a.pdf' })).toEqual([])
  })
})
