import { expect, it } from 'vitest'
import { findContacts, saveContacts } from '../../src/people/contact.store.ts'
import { type Contact, newContact } from '../../src/people/contact.ts'
import { describeOnBothEngines } from '../support/databases.ts'
import { account, NOW, person, sealer } from '../support/samples.ts'

const an = person(1)
const binh = person(2)

function contact(id: typeof an, version: number, changes: Partial<Contact> = {}): Contact {
  return { ...newContact(id, account, NOW), version, ...changes }
}

describeOnBothEngines('contact store', (context) => {
  const save = (...contacts: Contact[]) => saveContacts(context.db, sealer, contacts)
  const find = async (id: typeof an) => (await findContacts(context.db, sealer, [id])).get(id)

  it('knows nobody before their first turn', async () => {
    expect(await findContacts(context.db, sealer, [an, binh])).toEqual(new Map())
  })

  it('gives back a contact as it was stored, numbers as numbers', async () => {
    const stored = contact(an, 1, {
      state: { flow: 'dang-ky-lop', step: 2, answers: ['Chư Păh'] },
      optedOutAt: NOW + 1,
      mutedUntil: NOW + 2,
      lastEventAt: NOW + 3,
    })
    expect(await save(stored)).toEqual(new Set([an]))
    expect(await find(an)).toEqual(stored)
  })

  it('goes on from version to version and keeps when the person was first seen', async () => {
    await save(contact(an, 1))
    expect(await save(contact(an, 2, { state: 'second', firstSeenAt: NOW + 99, lastEventAt: NOW + 99 }))).toEqual(
      new Set([an]),
    )
    expect(await find(an)).toEqual(contact(an, 2, { state: 'second', lastEventAt: NOW + 99 }))
  })

  it.each([
    { name: 'a turn that read an older version', stored: [1, 2], late: 2 },
    { name: 'a second first turn', stored: [1], late: 1 },
    { name: 'a version that skips one', stored: [1], late: 3 },
  ])('leaves a contact as it is against $name', async ({ stored, late }) => {
    for (const version of stored) await save(contact(an, version, { state: 'kept' }))
    expect(await save(contact(an, late, { state: 'late' }))).toEqual(new Set())
    expect(await find(an)).toMatchObject({ version: stored.at(-1), state: 'kept' })
  })

  it('stores the others of a batch when one is late', async () => {
    await save(contact(an, 1))
    expect(await save(contact(an, 1), contact(binh, 1))).toEqual(new Set([binh]))
  })

  it('lets one of two simultaneous turns win', async () => {
    await save(contact(an, 1))
    const saved = await Promise.all([1, 2, 3, 4].map((turn) => save(contact(an, 2, { state: turn }))))
    expect(saved.filter((ids) => ids.has(an))).toHaveLength(1)
    expect(await find(an)).toMatchObject({ version: 2, state: saved.findIndex((ids) => ids.has(an)) + 1 })
  })
})
