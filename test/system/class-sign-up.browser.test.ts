import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lowContrastTexts } from '../http/support/contrast.ts'
import { launchBrowser } from '../support/browser.ts'
import { CLASSES, cancels, looksForClass, signsUp } from '../support/class-story.ts'
import { openPhone, type Phone } from '../support/phone.ts'
import { type RunningSandbox, startSandbox } from '../support/sandbox.ts'

/** Of a finger, in CSS pixels. */
const TIP = 44

let browser: Browser
let sandbox: RunningSandbox
let phone: Phone
beforeAll(async () => {
  ;[browser, sandbox] = await Promise.all([launchBrowser(), startSandbox()])
  await sandbox.importClasses(CLASSES)
  phone = await openPhone(browser, sandbox.url)
})
afterAll(async () => {
  await phone[Symbol.asyncDispose]()
  await browser.close()
  await sandbox[Symbol.asyncDispose]()
})

async function seatsTaken(code: string): Promise<number> {
  const classes: { code: string; taken: number }[] = JSON.parse(await sandbox.cli('classes', 'list', '--json'))
  return classes.find((one) => one.code === code)?.taken ?? -1
}

describe('a citizen with a small phone', () => {
  it('finds a class, asks about VNeID in the middle and signs up, in six messages', async () => {
    await looksForClass(phone)
    await signsUp(phone)
    expect(await phone.sent()).toBeLessThanOrEqual(6)
    // One beside the class, one with the confirmation.
    expect(await phone.page.getByRole('link', { name: 'Xem bản đồ' }).count()).toBe(2)
    expect(await seatsTaken('PT01')).toBe(1)
  })

  it('is not shown the keyboard after a tap', async () => {
    expect(await phone.page.locator('#text:focus').count()).toBe(0)
  })

  it('sees every button whole, large enough for a finger, and reads every text', async () => {
    for (const button of await phone.page.getByRole('button').all()) {
      const box = await button.boundingBox()
      expect(box?.x).toBeGreaterThanOrEqual(0)
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(360)
      expect(box?.height).toBeGreaterThanOrEqual(TIP)
      expect(box?.width).toBeGreaterThanOrEqual(TIP)
    }
    expect(await lowContrastTexts(phone.page)).toEqual([])
  })

  it('may tap a hotline in an answer, but no example of a mobile number', async () => {
    expect(await phone.page.getByRole('link', { name: '1900 0368' }).count()).toBe(1)
    expect(await phone.page.getByRole('link', { name: /0912/ }).count()).toBe(0)
  })

  it('keeps the conversation in sight while the keyboard covers half the screen', async () => {
    const { page } = phone
    await page.setViewportSize({ width: 360, height: 440 })
    await page.locator('#text').tap()
    const log = await page.getByRole('log').boundingBox()
    expect(log?.height).toBeGreaterThan(440 / 2)
    await page.setViewportSize({ width: 360, height: 740 })
  })

  it('cancels by "lớp của tôi", and the seat is free again', async () => {
    await cancels(phone)
    expect(await seatsTaken('PT01')).toBe(0)
  })
})
