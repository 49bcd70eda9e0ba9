import { expect, it } from 'vitest'
import type { LearnerResult } from '../../src/mentors/register.ts'
import type { UnitCode } from '../../src/places/commune.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { NOW, person, sealer } from '../support/samples.ts'
import { quyNhon, quyNhonBac } from '../support/support-desk.ts'
import { ask, nameOf, sayPair, volunteer } from './support/samples.ts'

/** Far from Quy Nhơn. */
const chuSe = '23941' as UnitCode

function mentorOf(result: LearnerResult): string {
  return result.kind === 'proposed' ? sayPair(result.pair) : result.kind
}

describeOnBothEngines('a mentor is found', (context) => {
  it('who speaks the language, of the same commune before those around it, and none from afar', async () => {
    await volunteer(context.db, 1, { commune: quyNhonBac, languages: ['kinh', 'ba-na'] })
    await volunteer(context.db, 2, { commune: quyNhon, languages: ['kinh'] })
    await volunteer(context.db, 3, { commune: chuSe, languages: ['kinh', 'gia-rai'] })
    expect(mentorOf(await ask(context.db, 11))).toBe('p2+p11')
    expect(mentorOf(await ask(context.db, 12, { language: 'ba-na' }))).toBe('p1+p12')
    expect(mentorOf(await ask(context.db, 13, { language: 'gia-rai' }))).toBe('waiting')
    expect(mentorOf(await ask(context.db, 14, { language: 'gia-rai', commune: chuSe }))).toBe('p3+p14')
  })

  it('who helps the fewest, and of these the one who was asked longest ago', async () => {
    for (const number of [1, 2, 3]) await volunteer(context.db, number, { now: NOW + number })
    const found: string[] = []
    for (const number of [11, 12, 13, 14, 15, 16, 17])
      found.push(mentorOf(await ask(context.db, number, { now: NOW + 10 * number })))
    expect(found.map((pair) => pair.slice(0, 2))).toEqual(['p1', 'p2', 'p3', 'p1', 'p2', 'p3', 'p1'])
  })

  it('never beyond what they said they can help, and never themselves', async () => {
    await volunteer(context.db, 1, { capacity: 1 })
    expect(mentorOf(await ask(context.db, 1))).toBe('waiting')
    expect(mentorOf(await ask(context.db, 11))).toBe('p1+p11')
    expect(mentorOf(await ask(context.db, 12))).toBe('waiting')
  })

  it('for those who wait when somebody volunteers, in the order of waiting, those of the commune first', async () => {
    await ask(context.db, 11, { commune: quyNhonBac, now: NOW })
    await ask(context.db, 12, { now: NOW + 2 })
    await ask(context.db, 13, { now: NOW + 1 })
    await ask(context.db, 14, { now: NOW + 3, language: 'tay' })
    expect((await volunteer(context.db, 1, { capacity: 2 })).map(sayPair)).toEqual(['p1+p13', 'p1+p12'])
    expect((await volunteer(context.db, 2)).map(sayPair)).toEqual(['p2+p11'])
  })

  it('once for a learner, who may ask again without losing their place', async () => {
    await ask(context.db, 11, { now: NOW })
    await ask(context.db, 12, { now: NOW + 1 })
    await ask(context.db, 11, { now: NOW + 2 })
    expect((await volunteer(context.db, 1, { capacity: 1 })).map(sayPair)).toEqual(['p1+p11'])
    expect(mentorOf(await ask(context.db, 11))).toBe('already')
  })

  it('for so many as there are places when forty ask at the same moment', async () => {
    await volunteer(context.db, 1, { capacity: 3 })
    await volunteer(context.db, 2, { capacity: 4 })
    const results = await Promise.all(Array.from({ length: 40 }, (_, number) => ask(context.db, 100 + number)))
    const found = results.map(mentorOf)
    expect(found.filter((one) => one.startsWith('p1+'))).toHaveLength(3)
    expect(found.filter((one) => one.startsWith('p2+'))).toHaveLength(4)
    expect(found.filter((one) => one === 'waiting')).toHaveLength(33)
    const rows = await context.db.selectFrom('mentors').select(['capacity', 'taken']).orderBy('capacity').execute()
    expect(rows).toEqual([
      { capacity: 3, taken: 3 },
      { capacity: 4, taken: 4 },
    ])
  })

  it('and nothing of names, phones or languages can be read in the database', async () => {
    await volunteer(context.db, 1, { languages: ['ba-na'] })
    await ask(context.db, 11)
    const rows = [
      ...(await context.db.selectFrom('mentors').selectAll().execute()),
      ...(await context.db.selectFrom('learners').selectAll().execute()),
    ]
    for (const { sealed_content: content, ...open } of rows) {
      expect(JSON.stringify(open)).not.toMatch(/Nguyễn|09000|ba-na|kinh|VNeID/)
      expect(content.toString('latin1')).not.toMatch(/ba-na|kinh|VNeID/)
    }
    const [mentor] = rows
    expect(mentor && sealer.open(mentor.sealed_content)).toMatchObject({ name: nameOf(1), languages: ['ba-na'] })
    expect(rows.map(({ contact_id }) => contact_id)).toEqual([person(1), person(11)])
  })
})
