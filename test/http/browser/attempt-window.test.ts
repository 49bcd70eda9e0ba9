import { describe, expect, it } from 'vitest'
import { AttemptWindow } from '../../../src/http/browser/attempt-window.ts'

function openWindow() {
  const clock = { time: 0, now: () => clock.time }
  return { clock, window: new AttemptWindow({ clock, max: 2, windowMs: 60_000 }) }
}

describe('an attempt window', () => {
  it('lets a key act until it did so often enough, and again when the first attempt has left the window', () => {
    const { clock, window } = openWindow()
    window.record('a')
    clock.time = 10_000
    expect(window.waitSeconds('a')).toBe(0)
    window.record('a')
    expect(window.waitSeconds('a')).toBe(50)
    clock.time = 59_999
    expect(window.waitSeconds('a')).toBe(1)
    clock.time = 60_000
    expect(window.waitSeconds('a')).toBe(0)
  })

  it('counts each key for itself and forgets one on demand', () => {
    const { window } = openWindow()
    for (const key of ['a', 'a', 'b']) window.record(key)
    expect([window.waitSeconds('a'), window.waitSeconds('b')]).toEqual([60, 0])
    window.forget('a')
    expect(window.waitSeconds('a')).toBe(0)
  })

  it('forgets the key that was quiet longest when there are too many', () => {
    const { window } = openWindow()
    for (const key of ['quiet', 'quiet', 'busy', 'busy']) window.record(key)
    for (let stranger = 0; stranger < 19_999; stranger++) window.record(`stranger ${stranger}`)
    expect([window.waitSeconds('quiet'), window.waitSeconds('busy')]).toEqual([0, 60])
  })
})
