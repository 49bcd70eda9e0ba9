import { expect, it } from 'vitest'
import { findSetting, keepSetting } from '../../src/db/settings.store.ts'
import { describeOnBothEngines } from '../support/databases.ts'

describeOnBothEngines('settings store', (context) => {
  it('knows nothing at first', async () => {
    expect(await findSetting(context.db, 'cookie-key')).toBeUndefined()
  })

  it('keeps the first value against later ones', async () => {
    expect(await keepSetting(context.db, 'cookie-key', 'first')).toBe('first')
    expect(await keepSetting(context.db, 'cookie-key', 'second')).toBe('first')
    expect(await findSetting(context.db, 'cookie-key')).toBe('first')
  })

  it('agrees on one value when several processes keep theirs at once', async () => {
    const values = ['a', 'b', 'c', 'd', 'e']
    const kept = await Promise.all(values.map((value) => keepSetting(context.db, 'cookie-key', value)))
    expect(new Set(kept).size).toBe(1)
    expect(await findSetting(context.db, 'cookie-key')).toBe(kept[0])
  })
})
