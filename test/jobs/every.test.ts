import { setTimeout as delay } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { every } from '../../src/jobs/every.ts'

const EVERY_SECOND = '* * * * * *'
const NOT_NOW = '0 0 29 2 *'

it('does its work again and again, never twice at once', async () => {
  let underWay = 0
  let most = 0
  let done = 0
  const work = async () => {
    most = Math.max(most, ++underWay)
    await delay(1200)
    underWay -= 1
    done += 1
  }
  await using _clock = every(EVERY_SECOND, work)
  await expect.poll(() => done, { timeout: 6000 }).toBe(2)
  expect(most).toBe(1)
})

it('begins at once where that is asked for, and its end waits for what is under way', async () => {
  let done = false
  const clock = every(
    NOT_NOW,
    async () => {
      await delay(50)
      done = true
    },
    { atOnce: true },
  )
  await clock[Symbol.asyncDispose]()
  expect(done).toBe(true)
})
