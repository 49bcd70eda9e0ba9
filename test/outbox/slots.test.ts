import { describe, expect, it } from 'vitest'
import { Slots } from '../../src/outbox/slots.ts'

describe('Slots', () => {
  it('gives a handful at a time, and none where few are left', () => {
    const slots = new Slots(40)
    expect([slots.take(100), slots.take(3), slots.take(16), slots.take(1)]).toEqual([16, 3, 16, 0])
  })

  it('rouses those who wait one after the other, each when there is a handful for it', () => {
    const slots = new Slots(16)
    slots.take(16)
    const roused: string[] = []
    for (const name of ['first', 'second']) slots.await(() => roused.push(name))
    slots.giveBack(7)
    expect(roused).toEqual([])
    slots.giveBack(1)
    expect(roused).toEqual(['first'])
    slots.giveBack(0)
    expect(roused).toEqual(['first', 'second'])
  })

  it('gives out a few at once while it is narrow, and rouses everybody afterwards', () => {
    const slots = new Slots(64)
    slots.take(16)
    const roused: string[] = []
    {
      using _ = slots.narrow(24)
      expect([slots.take(16), slots.take(16)]).toEqual([8, 0])
      for (const name of ['first', 'second']) slots.await(() => roused.push(name))
    }
    expect(roused).toEqual(['first', 'second'])
    expect(slots.take(16)).toBe(16)
  })
})
