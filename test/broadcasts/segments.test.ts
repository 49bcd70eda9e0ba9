import { expect, it } from 'vitest'
import { type Segment, segmentSchema } from '../../src/broadcasts/broadcast.ts'
import { previewAudience } from '../../src/broadcasts/preview.ts'
import { add, signUp, wanted } from '../classes/support/samples.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { person } from '../support/samples.ts'
import { createWorld, MORNING } from './support/world.ts'

describeOnBothEngines('segments by class', (context) => {
  /** Ten people; 0 to 3 on the list of LC12, of whom 1 came and 3 gave the seat back; 4 on that of LC13. */
  const open = async () => {
    const world = createWorld(context.db)
    await world.people(Array.from({ length: 10 }, (_, i) => person(i)))
    const first = await add(context.db)
    const second = await add(context.db, { code: 'LC13' })
    for (const number of [0, 1, 2, 3]) await signUp(context.db, wanted(first, number))
    await signUp(context.db, wanted(second, 4))
    const mark = (number: number, status: 'attended' | 'cancelled') =>
      context.db.updateTable('registrations').set({ status }).where('contact_id', '=', person(number)).execute()
    await mark(1, 'attended')
    await mark(3, 'cancelled')
    return async (segment: Segment) => {
      const broadcast = await world.create({ segment })
      return (await previewAudience(world.options, broadcast, MORNING)).reachable
    }
  }

  it.each<{ segment: object; count: number }>([
    { segment: { classes: ['LC12'] }, count: 3 },
    { segment: { classes: ['LC12', 'LC13'] }, count: 4 },
    { segment: { attended: ['LC12'] }, count: 1 },
    { segment: { classes: ['LC12'], attended: ['LC13'] }, count: 0 },
    { segment: { classes: ['LC99'] }, count: 0 },
    { segment: { classes: ['LC12'], channels: ['messenger'] }, count: 0 },
    { segment: {}, count: 10 },
  ])('$segment: $count', async ({ segment, count }) => {
    expect(await (await open())(segmentSchema.parse(segment))).toBe(count)
  })
})

it.each([{ classes: ['lop 12'] }, { classes: [] }, { corrects: 'b; drop' }])('are refused: %j', (segment) => {
  expect(segmentSchema.safeParse(segment).success).toBe(false)
})
