import { expect, it } from 'vitest'
import { classTextsSchema } from '../../../src/actions/classes/class-texts.ts'
import type { ActionDeps } from '../../../src/actions/deps.ts'
import { createErase } from '../../../src/actions/erase.ts'
import { mentorStaffTurn } from '../../../src/actions/mentors/mentor-desk.ts'
import { mentorTextsSchema } from '../../../src/actions/mentors/mentor-texts.ts'
import {
  agreePair,
  confirmOwnLearning,
  declineOwnPair,
  endOwnPair,
  listPairs,
} from '../../../src/actions/mentors/own-pairs.ts'
import { registerAsLearner, registerAsMentor } from '../../../src/actions/mentors/register.ts'
import { expirePairs } from '../../../src/actions/mentors/tell-pairs.ts'
import { visitTextsSchema } from '../../../src/actions/visits/visit-texts.ts'
import type { ContactId } from '../../../src/core/ids.ts'
import { createIds } from '../../../src/core/ids.ts'
import { readYaml } from '../../../src/core/read-yaml.ts'
import type { Action } from '../../../src/engine/action.ts'
import { mentorRulesSchema } from '../../../src/mentors/languages.ts'
import { readCommunes } from '../../../src/places/communes.ts'
import { describeOnBothEngines } from '../../support/databases.ts'
import { carriedOut, deedsOf, hire } from '../../support/hired.ts'
import { account, person, sealer } from '../../support/samples.ts'
import { at, desk, giaLai, lettersTo, quyNhon, quyNhonBac } from '../../support/support-desk.ts'

const morning = at('2026-10-01 09:00')
const HOUR = 3_600_000
const mentor = person(1)
const learner = person(11)
const common = {
  sealer,
  ids: createIds(() => morning),
  communes: readCommunes('.'),
  desk,
  deliver: desk.deliver,
  mentorTexts: readYaml('data/messages/mentors.yaml', mentorTextsSchema),
  mentorRules: readYaml('data/mentors.yaml', mentorRulesSchema),
}

describeOnBothEngines('mentors and learners in chat', (context) => {
  const deps = () => ({ ...common, db: context.db }) as unknown as ActionDeps
  const run = async (
    make: (deps: ActionDeps) => Action,
    params: Readonly<Record<string, string>>,
    contact: ContactId,
    now = morning,
  ) => {
    const about = { contact, account, channel: 'zalo-oa', province: giaLai, now, lastQuestion: null, known: {} }
    const action = make(deps())
    const result = await action.run(params, about as unknown as Parameters<Action['run']>[1])
    const said = await carriedOut(context.db, { messages: result.messages ?? [], writes: result.writes ?? [] })
    return { ...result, said: said ?? '' }
  }
  /** As flows/lam-dai-su-so.yaml asks for it. */
  const volunteer = (contact: ContactId, name: string, { commune = quyNhon as string, now = morning } = {}) => {
    const given = { commune, languages: 'kinh,ba-na', capacity: '3' }
    return run(registerAsMentor, { ...given, contact: JSON.stringify({ name, phone: '0912000001' }) }, contact, now)
  }
  /** As flows/tim-dai-su-so.yaml asks for it. */
  const ask = (contact: ContactId, name: string, { commune = quyNhon as string, now = morning } = {}) => {
    const given = { commune, language: 'ba-na', wish: 'Muốn học: Cài và dùng VNeID' }
    return run(registerAsLearner, { ...given, contact: JSON.stringify({ name, phone: '0987000011' }) }, contact, now)
  }
  /** As the flows that act on a pair do: the only one there is. */
  const act = async (contact: ContactId, state: string, make: (deps: ActionDeps) => Action) => {
    const { outcome, values } = await run(listPairs, { state }, contact)
    return outcome === 'one' ? (await run(make, { pair: String(values?.only_pair?.value) }, contact)).said : outcome
  }
  const lastTo = async (contact: ContactId) => (await lettersTo(context.db, contact)).at(-1)?.text ?? ''
  const staffAsk = async (contact: ContactId, text = 'đại sứ số') => {
    const words = { contact, text, key: 'r1', now: morning }
    return carriedOut(context.db, await mentorStaffTurn(deps(), words))
  }

  it('know of each other the first name alone until both have agreed, and then the phone', async () => {
    expect((await volunteer(mentor, 'Nguyễn Văn An')).said).toContain('Anh/chị đã giúp 0/5 người.')
    const { said } = await ask(learner, 'Đinh Thị Bích')
    expect(said).toContain('Đã tìm được Đại sứ số cho bà con: An, ở phường Quy Nhơn, nói tiếng Ba Na')
    expect(await lastTo(mentor)).toContain('Bích, ở phường Quy Nhơn, Muốn học: Cài và dùng VNeID, tiếng Ba Na')
    for (const text of [said, await lastTo(mentor)]) expect(text).not.toMatch(/Nguyễn|Đinh|09\d/)
    expect(await act(learner, 'asked', agreePair)).toContain('Khi An cũng đồng ý')
    expect(await act(learner, 'asked', agreePair)).toBe('none')
    expect(await act(mentor, 'asked', agreePair)).toContain('Điện thoại của Bích: 0987000011')
    expect(await lastTo(learner)).toContain('Điện thoại của An: 0912000001')
  })

  it('come to an end that counts: the learner can do it now, and the mentor is told how far they are', async () => {
    await volunteer(mentor, 'Nguyễn Văn An')
    await ask(learner, 'Đinh Thị Bích')
    expect(await act(learner, 'learning', confirmOwnLearning)).toBe('none')
    await act(mentor, 'asked', agreePair)
    await act(learner, 'asked', agreePair)
    expect(await act(mentor, 'learning', confirmOwnLearning)).toBe('none')
    expect(await act(learner, 'learning', confirmOwnLearning)).toContain('Chúc mừng')
    expect(await lastTo(mentor)).toContain('Bích báo đã biết làm. Cảm ơn anh/chị! Anh/chị đã giúp 1/5 người.')
  })

  it('may part at any time; the learner is offered another mentor', async () => {
    await volunteer(mentor, 'Nguyễn Văn An')
    await ask(learner, 'Đinh Thị Bích')
    await volunteer(person(2), 'Trần Văn Bảo')
    await act(mentor, 'asked', agreePair)
    await act(learner, 'asked', agreePair)
    expect(await act(mentor, 'open', endOwnPair)).toContain('đã kết thúc đồng hành với Bích')
    const letters = (await lettersTo(context.db, learner)).map(({ text }) => text)
    expect(letters.at(-2)).toContain('An không đồng hành tiếp được')
    expect(letters.at(-1)).toContain('Đã tìm được Đại sứ số cho bà con: Bảo')
    expect(await act(learner, 'proposed', declineOwnPair)).toContain('đã ghi là không')
    expect(await lastTo(person(2))).toContain('Bích không tiếp tục lời ghép này')
  })

  it('are asked which one is meant where there are several, and cannot touch those of others', async () => {
    await volunteer(mentor, 'Nguyễn Văn An')
    await ask(learner, 'Đinh Thị Bích')
    await ask(person(12), 'Siu Lan', { now: morning + 1 })
    await ask(person(13), 'Rơ Châm Lan', { now: morning + 2 })
    const { outcome, values } = await run(listPairs, { state: 'asked' }, mentor)
    expect(outcome).toBe('some')
    const options = values?.pair_options?.value as { label: string; value: string }[]
    expect(options.map(({ label }) => label)).toEqual(['Bích', 'Lan', 'Lan (2)'])
    expect(values?.pairs_said?.said).toContain('Người học Lan')
    expect((await run(endOwnPair, { pair: String(options[0]?.value) }, person(12))).said).toContain('đã thay đổi rồi')
    expect((await run(agreePair, { pair: String(options[1]?.value) }, mentor)).said).toContain('Khi Lan cũng đồng ý')
  })

  it('are told at night only in the morning, and part when they do not answer in three days', async () => {
    await volunteer(mentor, 'Nguyễn Văn An')
    await ask(learner, 'Đinh Thị Bích', { now: at('2026-10-01 22:30') })
    expect((await lettersTo(context.db, mentor)).map(({ dueAt }) => dueAt)).toEqual([at('2026-10-02 06:30')])
    await act(learner, 'asked', agreePair)
    await expirePairs(context.db, deps(), at('2026-10-01 22:30') + 72 * HOUR)
    expect(await lettersTo(context.db, learner)).toEqual([])
    await expirePairs(context.db, deps(), at('2026-10-01 22:31') + 72 * HOUR)
    expect(await lastTo(learner)).toContain('An không đồng hành tiếp được')
    expect(await act(learner, 'open', endOwnPair)).toBe('none')
  })

  it('are gone with their data; the other of the pair is told', async () => {
    await volunteer(mentor, 'Nguyễn Văn An')
    await ask(learner, 'Đinh Thị Bích')
    const classTexts = readYaml('data/messages/classes.yaml', classTextsSchema)
    const visitTexts = readYaml('data/messages/requests.yaml', visitTextsSchema)
    const erase = createErase({ ...common, classTexts, visitTexts } as Parameters<typeof createErase>[0])
    await context.db.transaction().execute((trx) => erase(trx, mentor, morning))
    expect(await lastTo(learner)).toContain('An không đồng hành tiếp được')
    expect(await context.db.selectFrom('mentors').selectAll().execute()).toEqual([])
    expect(await context.db.selectFrom('mentor_pairs').selectAll().execute()).toEqual([])
  })

  it('are seen by the staff of that very commune alone, which is written down', async () => {
    const [ours, others, officer] = [person(90), person(91), person(92)]
    await hire(context.db, ours, 'commune_staff', quyNhon)
    await hire(context.db, others, 'commune_staff', quyNhonBac)
    await hire(context.db, officer, 'officer', giaLai)
    await volunteer(mentor, 'Nguyễn Văn An')
    await ask(learner, 'Đinh Thị Bích')
    await ask(person(12), 'Siu Lan', { commune: quyNhonBac })
    const list = await staffAsk(ours)
    expect(list).toContain('Đại sứ số ở phường Quy Nhơn: 1 người, đã giúp 0 người; 0 người học đang chờ.')
    expect(list).toContain('Nguyễn Văn An, 0912000001 · tiếng Kinh, Ba Na · đã giúp 0/5 · đang giúp 2/3')
    expect(list).toContain('Bích: Muốn học: Cài và dùng VNeID (chờ hai bên đồng ý)')
    expect(list).toContain('người học ở phường Quy Nhơn Bắc')
    expect(list).not.toMatch(/Lan|0987/)
    expect(await staffAsk(others, 'danh sách đại sứ số của phường')).toContain('phường Quy Nhơn Bắc: 0 người')
    expect(await staffAsk(officer)).toContain('chỉ cán bộ của chính xã, phường')
    expect(await staffAsk(learner)).toBeNull()
    expect(await staffAsk(ours, 'đại sứ số là ai')).toBeNull()
    expect(await deedsOf(context.db, 'mentors_')).toEqual(['mentors_listed 1', 'mentors_listed 0'])
  })
})
