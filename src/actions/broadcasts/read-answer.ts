import type { Segment } from '../../broadcasts/broadcast.ts'
import { checkHours } from '../../broadcasts/broadcast.ts'
import type { Composition } from '../../broadcasts/composition.store.ts'
import { KNOWN_VALUES, MAX_TEXT } from '../../broadcasts/content.ts'
import { mayHandle } from '../../broadcasts/rights.ts'
import type { Urgency } from '../../broadcasts/rules.ts'
import { nextDue, type Schedule } from '../../broadcasts/schedule.ts'
import type { ClassCode } from '../../classes/class.ts'
import { MINUTE_MS } from '../../core/durations.ts'
import { AppError } from '../../core/errors.ts'
import { fill } from '../../core/fill.ts'
import { fold, normalise } from '../../core/text.ts'
import type { UnitCode } from '../../places/commune.ts'
import { provinceOrThrow } from '../../places/provinces.ts'
import { canActIn } from '../../staff/member.ts'
import type { BroadcastDesk } from './broadcast-desk.ts'
import { hoursSaid, type Question, templatesByNumber, usualPeople, type Writing } from './questions.ts'
import { readWhen } from './read-when.ts'
import { readWhom } from './read-whom.ts'
import { whenSaid, whomSaid } from './say-broadcast.ts'

/** The announcement with the answer in it, or what to say about an answer that cannot be taken. */
export type Answer = { readonly composition: Composition } | { readonly said: string }

const MAX_VALUE = 200
const URGENCIES: Readonly<Record<string, Urgency>> = {
  1: 'thuong',
  thuong: 'thuong',
  2: 'khan',
  khan: 'khan',
  'khan cap': 'khan',
  3: 'tin-vui',
  'tin vui': 'tin-vui',
}
/** The only button of a question, by its number. */
const FIRST_BUTTON = /^1\.?$/

/** Reads a member's words as the answer to a question. */
export async function readAnswer(
  desk: BroadcastDesk,
  writing: Writing,
  composition: Composition,
  question: Question,
  text: string,
): Promise<Answer> {
  const { compose } = desk.says
  switch (question.type) {
    case 'text':
      return readText(desk, composition, text)
    case 'value': {
      if (text.length > MAX_VALUE) return { said: fill(compose.value_too_long, { most: String(MAX_VALUE) }) }
      const { content } = composition
      const values = { ...(content && 'values' in content ? content.values : {}), [question.name]: text }
      return { composition: { ...composition, content: { template: question.template.id, values } } }
    }
    case 'urgency': {
      const urgency =
        URGENCIES[
          fold(normalise(text))
            .replace(/[\s.!]+$/, '')
            .replace(/^muc /, '')
        ]
      if (!urgency) return { said: compose.which_urgency }
      const { schedule } = composition
      // A time that was said for another urgency may be one of rest for this one.
      const refusal = schedule && timeRefused(desk, schedule, urgency, writing.now)
      return { composition: { ...composition, urgency, ...(refusal && { schedule: null }) } }
    }
    case 'whom':
      return readPeople(desk, writing, composition, FIRST_BUTTON.test(text) ? usualPeople(desk, writing) : text)
    case 'when': {
      const schedule = readWhen(FIRST_BUTTON.test(text) ? compose.at_once : text, writing.now, desk.moments)
      if (schedule === null) return { said: compose.which_when }
      const refusal = timeRefused(desk, schedule, composition.urgency ?? 'thuong', writing.now)
      return refusal === null ? { composition: { ...composition, schedule } } : { said: refusal }
    }
  }
}

function readText(desk: BroadcastDesk, composition: Composition, text: string): Answer {
  const { compose } = desk.says
  if (/^\d{1,3}$/.test(text)) {
    const templates = templatesByNumber(desk)
    const template = templates[Number(text) - 1]
    if (template) return { composition: { ...composition, content: { template: template.id, values: {} } } }
    return { said: fill(compose.no_template, { number: text, last: String(templates.length) }) }
  }
  if (text.length > MAX_TEXT)
    return { said: fill(compose.too_long, { length: String(text.length), most: String(MAX_TEXT) }) }
  const names = [...text.matchAll(/\{\{(\w*)\}\}/g)].map(([, name]) => name)
  const known = KNOWN_VALUES.map((name) => `{{${name}}}`).join(' ')
  if (names.some((name) => !KNOWN_VALUES.some((one) => one === name)))
    return { said: fill(compose.bad_text, { names: known }) }
  return { composition: { ...composition, content: { text } } }
}

async function readPeople(
  desk: BroadcastDesk,
  { member }: Writing,
  composition: Composition,
  text: string,
): Promise<Answer> {
  const { says, units, provinces } = desk
  const { compose } = says
  const id = units.provinceOf(member.unit)
  if (id === null) return { said: says.refused }
  const own = units.isCommune(member.unit) ? (member.unit as UnitCode) : null
  const read = readWhom(text, { communes: desk.communes, province: provinceOrThrow(provinces, id).code, own })
  if (read.type === 'unclear') {
    const hint = read.maybe.length > 0 ? fill(compose.maybe, { names: read.maybe.join(', ') }) : ''
    return { said: fill(compose.which_whom, { said: read.said.slice(0, 60), hint }) }
  }
  const foreign = await findForeignClass(desk, member.unit, read.segment)
  if (foreign !== null) return { said: fill(compose.no_class, { code: foreign }) }
  // A commune's office writes to its own people alone.
  const segment = own !== null && !read.segment.communes ? { ...read.segment, communes: [own] } : read.segment
  if (!mayHandle(units, member, { province: id, segment })) {
    const values = { said: whomSaid(desk, { province: id, segment }), unit: units.nameOf(member.unit) }
    return { said: fill(compose.other_unit, values) }
  }
  return { composition: { ...composition, segment } }
}

/** The first class of a segment that is none of the unit's, or none at all. */
export async function findForeignClass(
  { db, units }: Pick<BroadcastDesk, 'db' | 'units'>,
  unit: Writing['member']['unit'],
  { classes = [], attended = [] }: Segment,
): Promise<string | null> {
  for (const code of [...classes, ...attended]) {
    const row = await db
      .selectFrom('classes')
      .select('commune_code')
      .where('code', '=', code as ClassCode)
      .executeTakeFirst()
    if (!row || !canActIn(units, { unit }, row.commune_code)) return code
  }
  return null
}

/** Why a time cannot be taken; null when it can. */
function timeRefused(desk: BroadcastDesk, schedule: Schedule, urgency: Urgency, now: number): string | null {
  const { compose } = desk.says
  if (nextDue(schedule, now - 2 * MINUTE_MS) === null) return fill(compose.past, { when: whenSaid(desk, schedule) })
  try {
    checkHours(schedule, urgency, desk.rules)
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    const hours = hoursSaid(desk.rules.urgency[urgency].hours)
    return fill(compose.rest, { urgency: compose.urgencies[urgency], hours })
  }
}
