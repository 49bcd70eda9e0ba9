import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLearnCommand } from '../../../src/cli/commands/learn.ts'
import { learningOverStorage } from '../../../src/cli/learning-over-storage.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { type Database, openDatabase } from '../../../src/db/open.ts'
import type { Learning } from '../../../src/learning/learning.ts'
import { giaLai } from '../../learning/support/classroom.ts'
import { askInVain, fewLessons, HARM, QUESTION, TOPIC } from '../../learning/support/few-answers.ts'
import { runCommandLine } from '../../support/command-line.ts'
import { createTestDatabase } from '../../support/databases.ts'
import { NOW } from '../../support/samples.ts'

let database: Database
let learning: Learning

beforeEach(async () => {
  database = openDatabase('file::memory:')
  await migrate(database)
  learning = fewLessons(database.db)
})
afterEach(() => database[Symbol.asyncDispose]())

const command = createLearnCommand(async () => ({ ...learning, async [Symbol.asyncDispose]() {} }))
const run = (line: string) => runCommandLine([command], line.split(' '), { env: {}, now: () => NOW })
const ask = async (question: string, number?: number) =>
  (await askInVain(database.db, learning, question, number)).slice(0, 8)
const deeds = async () =>
  (await database.db.selectFrom('audit_log').select(['actor', 'action']).orderBy('id').execute()).map(
    ({ actor, action }) => `${actor} ${action}`,
  )

describe('learn', () => {
  it('lists what was not answered, the most frequent first', async () => {
    expect((await run('learn list')).out).toBe('Nothing waits for an answer.\n')
    await ask('xin phép xây mộ')
    const group = await ask(QUESTION, 1)
    await ask(`${QUESTION} vậy ad`, 2)
    const [first] = (await run('learn list --province gia-lai')).out.split('\n')
    expect(first).toMatch(new RegExp(`^\\S{8}\\tgia-lai\\t2 people\\t${QUESTION}`))
    const [listed, ...others] = JSON.parse((await run('learn list --json')).out)
    expect(listed).toMatchObject({ province: giaLai, people: 2, questions: [{ declined: 1 }, { declined: 1 }] })
    expect([others.length, group.length]).toEqual([1, 8])
    expect(await deeds()).toEqual(['operator open_questions_listed', 'operator open_questions_listed'])
  })

  it('attaches a group to a topic, shows it in the history, and undoes it', async () => {
    const group = await ask(QUESTION)
    const { code, out } = await run(`learn attach ${group} ${TOPIC} --json`)
    expect(code).toBe(0)
    const { lesson, questions } = JSON.parse(out)
    expect(questions).toBe(1)
    expect((await run('learn list')).out).toBe('Nothing waits for an answer.\n')
    expect((await run('learn history')).out).toContain(`${lesson}\tgia-lai\t`)
    expect(await run(`learn undo ${lesson}`)).toMatchObject({ code: 0, out: `Undone: ${lesson}.\n` })
    expect(await run(`learn undo ${lesson}`)).toMatchObject({ code: 1, err: `${lesson} was undone before.\n` })
    expect((await run('learn list')).out).toContain(QUESTION)
    expect((await run('learn history')).out).toContain('undone')
  })

  it('refuses what makes the guard worse and names it, unless forced', async () => {
    const group = await ask(HARM)
    const { code, err } = await run(`learn attach ${group} ${TOPIC}`)
    expect([code, err.split('\n').length]).toEqual([1, 2])
    expect(err).toContain('Worse: "giá tiêu hôm nay bao nhiêu một ký" (not ours)')
    expect((await run(`learn attach ${group} ${TOPIC} --force`)).code).toBe(0)
    expect((await run('learn history')).out).toContain('forced')
    expect(await deeds()).toEqual(['operator questions_refused', 'operator questions_attached'])
  })

  it('dismisses a group', async () => {
    expect((await run(`learn dismiss ${await ask('giá cà phê hôm nay')}`)).code).toBe(0)
    expect((await run('learn list')).out).toBe('Nothing waits for an answer.\n')
  })

  it.each([
    { line: 'learn', code: 2, says: 'learn can' },
    { line: 'learn attach x', code: 2, says: 'Name the group' },
    { line: 'learn list --province hue', code: 1, says: 'There is no province "hue"' },
    { line: `learn attach nothing ${TOPIC}`, code: 1, says: 'There is no group "nothing"' },
    { line: 'learn undo nothing', code: 1, says: 'There is no lesson nothing' },
  ])('says what is wrong with "$line"', async ({ line, code, says }) => {
    const done = await run(line)
    expect(done.code).toBe(code)
    expect(done.err).toContain(says)
  })

  it('names a topic that is none', async () => {
    const { err } = await run(`learn attach ${await ask(QUESTION)} vneid.none`)
    expect(err).toContain('There is no article or flow "vneid.none"')
  })

  it('works on the stored questions with all articles', async () => {
    await using home = await createTestDatabase('sqlite')
    const env = { DATABASE_URL: home.url, DATA_KEY: Buffer.alloc(32, 3).toString('base64') }
    const all = [createLearnCommand(learningOverStorage)]
    const { code, out } = await runCommandLine(all, ['learn', 'list'], { env, now: () => NOW })
    expect({ code, out }).toEqual({ code: 0, out: 'Nothing waits for an answer.\n' })
  })
})
