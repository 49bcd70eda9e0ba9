import { z } from 'zod'
import { normalisePhone } from '../../classes/person-index.ts'
import { fill } from '../../core/fill.ts'
import type { Message } from '../../core/messages.ts'
import type { Action } from '../../engine/action.ts'
import { newsOfProposals } from '../../mentors/close-pair.ts'
import { readLanguages, sayLanguages } from '../../mentors/languages.ts'
import { registerLearner, registerMentor } from '../../mentors/register.ts'
import type { Commune, UnitCode } from '../../places/commune.ts'
import type { ActionDeps } from '../deps.ts'
import { readContact } from '../read-contact.ts'
import { progressOf } from './say-pair.ts'
import { tellPairs } from './tell-pairs.ts'

/** The wordings to which people agree in flows/lam-dai-su-so.yaml and flows/tim-dai-su-so.yaml; raised when those change. */
const MENTOR_CONSENT = 'lam-dai-su-so-1'
const LEARNER_CONSENT = 'tim-dai-su-so-1'

const commune = z.string().regex(/^\d{5}$/)
const mentorParams = z.strictObject({
  commune,
  languages: z.string().min(1),
  capacity: z.string().regex(/^\d{1,2}$/),
  contact: z.string(),
})
const learnerParams = z.strictObject({
  commune,
  language: z.string().min(1),
  wish: z.string().min(1),
  contact: z.string(),
})
const spokenParams = z.strictObject({ spoken: z.string() })

/** Reads the languages that somebody names; gives their keys for `register_mentor`. */
export function readSpoken({ mentorRules }: ActionDeps): Action {
  return {
    params: spokenParams,
    outcomes: ['known', 'unknown'],
    gives: ['languages'],
    run(given) {
      const found = readLanguages(mentorRules, spokenParams.parse(given).spoken)
      if (found.length === 0) return { outcome: 'unknown' }
      return {
        outcome: 'known',
        values: { languages: { value: found.join(','), said: sayLanguages(mentorRules, found) } },
      }
    },
  }
}

/** Takes somebody up as a mentor; those who wait for one are proposed at once. */
export function registerAsMentor(deps: ActionDeps): Action {
  const { mentorTexts: texts, mentorRules: rules } = deps
  return {
    params: mentorParams,
    outcomes: ['done'],
    gives: [],
    run(given, { contact, now }) {
      const { commune: code, languages, capacity, contact: typed } = mentorParams.parse(given)
      const place = placeOf(deps, code)
      const content = { ...personIn(typed), languages: languages.split(',') }
      const wanted = {
        ...place,
        contact,
        content,
        capacity: Math.min(Number(capacity), rules.most),
        consentVersion: MENTOR_CONSENT,
      }
      return {
        outcome: 'done',
        writes: [
          async (trx): Promise<readonly Message[]> => {
            const { mentor, pairs } = await registerMentor(trx, deps, wanted, now)
            const text = fill(texts.own.registered, {
              name: mentor.name,
              unit: deps.desk.units.nameOf(mentor.commune),
              languages: sayLanguages(rules, mentor.languages),
              capacity: String(mentor.capacity),
              progress: progressOf(deps, mentor),
            })
            const news = await tellPairs(trx, deps, newsOfProposals(pairs), { self: contact, now })
            return [{ type: 'text', text }, ...news]
          },
        ],
      }
    },
  }
}

/** Takes somebody up as a learner. Whether there is a mentor for them only the write can know: it says so itself. */
export function registerAsLearner(deps: ActionDeps): Action {
  const { mentorTexts: texts, mentorRules: rules } = deps
  return {
    params: learnerParams,
    outcomes: ['done'],
    gives: [],
    run(given, { contact, now }) {
      const { commune: code, language, wish, contact: typed } = learnerParams.parse(given)
      const place = placeOf(deps, code)
      const content = { ...personIn(typed), language, wish }
      const wanted = { ...place, contact, content, consentVersion: LEARNER_CONSENT }
      return {
        outcome: 'done',
        writes: [
          async (trx): Promise<readonly Message[]> => {
            const result = await registerLearner(trx, deps, wanted, now)
            if (result.kind === 'already') return [{ type: 'text', text: texts.own.already }]
            if (result.kind === 'proposed')
              return tellPairs(trx, deps, newsOfProposals([result.pair]), { self: contact, now })
            const unit = deps.desk.units.nameOf(place.commune)
            const said = { wish, unit, language: sayLanguages(rules, [language]) }
            return [{ type: 'text', text: fill(texts.own.waiting, said) }]
          },
        ],
      }
    },
  }
}

/** What the form kept as name and phone, the phone as people write it. */
function personIn(typed: string): { name: string; phone: string } {
  const { name, phone } = readContact(typed)
  return { name, phone: normalisePhone(phone) }
}

function placeOf({ communes }: ActionDeps, code: string): { province: UnitCode; commune: UnitCode } {
  // The form takes communes of the list alone.
  const found = communes.byCode(code as UnitCode) as Commune
  return { province: found.province, commune: found.code }
}
