import { expect, it } from 'vitest'
import { readFigures } from '../../src/classes/figures.store.ts'
import { tallyOf } from '../../src/classes/tally.ts'
import { TimeSlice } from '../../src/core/time-slice.ts'
import type { UnitCode } from '../../src/places/commune.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { add, plan, signUp, wanted } from './support/samples.ts'

const commune = plan().commune

/** Counts the pieces between which the loop may turn. */
class CountedSlices extends TimeSlice {
  entered = 0
  override enter(): Promise<void> {
    this.entered += 1
    return super.enter()
  }
}

describeOnBothEngines('the figures of a commune', (context) => {
  it('are counted a few classes at a time, so that the event loop can turn between', async () => {
    for (let number = 1; number <= 20; number++) {
      const id = await add(context.db, { code: `LC${number}` })
      await signUp(context.db, wanted(id, number))
    }
    const slices = new CountedSlices(2)
    const tallies = await tallyOf(context.db, commune, slices)
    expect([...tallies.values()].reduce((sum, { registered }) => sum + registered, 0)).toBe(20)
    // Three statements for each eight classes, and one for which classes there are.
    expect(slices.entered).toBe(10)
  })

  it('leave out classes that were called off, and other communes', async () => {
    const id = await add(context.db, { status: 'cancelled' })
    await context.db.updateTable('classes').set({ status: 'open' }).where('id', '=', id).execute()
    await signUp(context.db, wanted(id, 1))
    await context.db.updateTable('classes').set({ status: 'cancelled' }).where('id', '=', id).execute()
    expect(await readFigures(context.db, [commune])).toMatchObject([{ classes: 0, lessons: 0, registered: 1 }])
    expect(await readFigures(context.db, ['23941' as UnitCode])).toEqual([])
  })
})
