import type { ContactId } from '../../../src/core/ids.ts'
import { createIds } from '../../../src/core/ids.ts'
import type { Db } from '../../../src/db/open.ts'
import type { LanguageId } from '../../../src/mentors/languages.ts'
import type { Matching } from '../../../src/mentors/match.ts'
import type { Pair, PairNews } from '../../../src/mentors/pair.ts'
import { type LearnerResult, registerLearner, registerMentor } from '../../../src/mentors/register.ts'
import type { UnitCode } from '../../../src/places/commune.ts'
import { readCommunes } from '../../../src/places/communes.ts'
import { GIA_LAI } from '../../classes/support/samples.ts'
import { NOW, person, sealer } from '../../support/samples.ts'
import { quyNhon } from '../../support/support-desk.ts'

const communes = readCommunes('.')
export const matching: Matching = { sealer, ids: createIds(() => NOW), communes }

const NAMES = ['An', 'Bình', 'Cường', 'Dũng', 'Giang', 'Hạnh', 'Khánh', 'Lan', 'Minh', 'Phúc']

interface Said {
  readonly commune?: UnitCode
  readonly languages?: readonly LanguageId[]
  readonly capacity?: number
  readonly now?: number
}

/** The number's own person volunteers; gives whom they are proposed. */
export async function volunteer(db: Db, number: number, said: Said = {}): Promise<readonly Pair[]> {
  const { commune = quyNhon, languages = ['kinh'], capacity = 5, now = NOW } = said
  const content = { name: nameOf(number), phone: phoneOf(number), languages }
  const wanted = { contact: person(number), province: GIA_LAI, commune, content, capacity, consentVersion: 'thu' }
  return (await db.transaction().execute((trx) => registerMentor(trx, matching, wanted, now))).pairs
}

/** The number's own person would like to learn. */
export function ask(
  db: Db,
  number: number,
  said: Pick<Said, 'commune' | 'now'> & { language?: LanguageId } = {},
): Promise<LearnerResult> {
  const { commune = quyNhon, language = 'kinh', now = NOW } = said
  const content = { name: nameOf(number), phone: phoneOf(number), language, wish: 'Cài và dùng VNeID' }
  const wanted = { contact: person(number), province: GIA_LAI, commune, content, consentVersion: 'thu' }
  return db.transaction().execute((trx) => registerLearner(trx, matching, wanted, now))
}

export function nameOf(number: number): string {
  return `Nguyễn Văn ${NAMES[number % NAMES.length]}`
}

export function phoneOf(number: number): string {
  return `09${String(number).padStart(8, '0')}`
}

/** `p1+p7`: the mentor's person and the learner's. */
export function sayPair({ mentor, learner }: Pair): string {
  return `${shortOf(mentor.contact)}+${shortOf(learner.contact)}`
}

/** `left to learner p1+p7`. */
export function sayNews(news: readonly PairNews[]): string[] {
  return news.map(({ to, kind, pair }) => `${kind} to ${to} ${sayPair(pair)}`)
}

function shortOf(contact: ContactId): string {
  return contact.slice(contact.indexOf('/') + 1)
}
