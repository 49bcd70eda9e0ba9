import { expect, it } from 'vitest'
import { classTextsSchema } from '../../../src/actions/classes/class-texts.ts'
import { lastSignUp } from '../../../src/actions/classes/learner.ts'
import { signUp } from '../../../src/actions/classes/sign-up.ts'
import { eraseRegistrations } from '../../../src/classes/change-registration.ts'
import { accountOf } from '../../../src/core/ids.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import type { ActionContext } from '../../../src/engine/action.ts'
import { add, ids, OFFER, personIndex } from '../../classes/support/samples.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { NOW, person, sealer } from '../../support/samples.ts'
import { giaLai } from '../../support/support-desk.ts'

const helper = person(1)
const classTexts = readYaml('data/messages/classes.yaml', classTextsSchema)
const turn: ActionContext = {
  contact: helper,
  account: accountOf(helper),
  channel: 'zalo-oa',
  province: giaLai,
  now: NOW,
  words: null,
  lastQuestion: null,
  answeredWith: null,
  known: {},
}

describeOnBothEngines('signing somebody up', (context) => {
  it.each([
    { who: 'themselves', consents: 'self', kept: [['self', 'dang-ky-lop-3']] },
    { who: 'an old neighbour', consents: 'learner', kept: [['learner', 'dang-ky-giup-2']] },
    {
      who: 'a child of 12',
      consents: 'learner_and_parent',
      kept: [
        ['learner', 'dang-ky-giup-2'],
        ['parent', 'cha-me-2'],
      ],
    },
    { who: 'a child of 6', consents: 'parent', kept: [['parent', 'cha-me-2']] },
  ])('keeps for $who whose consent to which text was said, by whom and when', async ({ consents, kept }) => {
    const id = await add(context.db)
    const params = { class: id, learner: 'Siu Y Phôn', phone: '84912345678', consents }
    const result = await signUp({ db: context.db, sealer, ids, personIndex, classTexts }).run(params, turn)
    await context.db.transaction().execute(async (trx) => {
      for (const write of result.writes ?? []) await write(trx)
    })
    const rows = await context.db.selectFrom('registration_consents').selectAll().orderBy('giver').execute()
    expect(rows.map(({ giver, version }) => [giver, version])).toEqual(kept)
    expect(new Set(rows.map((row) => `${row.contact_id} ${row.at}`))).toEqual(new Set([`${helper} ${NOW}`]))
    const [registration] = await context.db.selectFrom('registrations').select('id').execute()
    expect(rows.every((row) => row.registration_id === registration?.id)).toBe(true)
    await context.db.transaction().execute((trx) => eraseRegistrations(trx, helper, OFFER, NOW))
    expect(await context.db.selectFrom('registration_consents').selectAll().execute()).toEqual([])
  })

  it('who was signed up from another phone tells nobody their code, nor how they wrote their name', async () => {
    const id = await add(context.db)
    const say = async (contact: typeof helper, learner: string) => {
      const params = { class: id, learner, phone: '84912345678', consents: 'self' }
      const { writes = [] } = await signUp({ db: context.db, sealer, ids, personIndex, classTexts }).run(params, {
        ...turn,
        contact,
      })
      const said = await context.db.transaction().execute(async (trx) => (await writes[0]?.(trx)) ?? [])
      return said.map((message) => ('text' in message ? message.text : ''))[0]
    }
    expect(await say(helper, 'Siu Y Phôn')).toContain('LC12-001')
    expect(await say(helper, 'Siu Y Phôn')).toBe('Siu Y Phôn đã có tên trong lớp này rồi, mã LC12-001.')
    expect(await say(person(2), 'siu y phon')).toMatch(/^siu y phon đã có tên trong lớp này rồi\. Mã đã gửi/)
  })

  it('keeps the phone for the next person no longer than the registration that holds it', async () => {
    const id = await add(context.db)
    const params = { class: id, learner: 'Siu Y Phôn', phone: '84912345678', consents: 'self' }
    const { known, writes = [] } = await signUp({ db: context.db, sealer, ids, personIndex, classTexts }).run(
      params,
      turn,
    )
    const kept = known?.last_sign_up ? { last_sign_up: known.last_sign_up } : {}
    expect(JSON.stringify(known)).not.toContain('912345678')
    await context.db.transaction().execute(async (trx) => writes[0]?.(trx))
    const next = () => lastSignUp({ db: context.db, sealer }).run({}, { ...turn, known: kept })
    expect((await next()).values).toMatchObject({ class: { value: id }, phone: { value: '84912345678' } })
    await context.db.transaction().execute((trx) => eraseRegistrations(trx, helper, OFFER, NOW))
    expect(Object.keys((await next()).values ?? {})).toEqual(['class'])
  })
})
