import type { ProvinceId } from '../../core/ids.ts'
import { fold, normalise, tokens } from '../../core/text.ts'
import { lengthOf } from '../../core/text-length.ts'
import type { Commune, UnitCode } from '../../places/commune.ts'
import type { Communes } from '../../places/communes.ts'
import type { NamedChoice } from '../expects/choice.ts'
import { readFreeText } from '../expects/free-text.ts'
import type { Expects } from '../expects/load-expects.ts'
import type { Reading } from '../expects/reading.ts'
import type { AskStep } from '../flow/step.schema.ts'
import type { Saved } from '../session.ts'

/** What an answer was found to say: something to keep, or why it must be asked again and what may have been meant. */
export type Answer =
  | { readonly type: 'understood'; readonly saved: Saved }
  /** `options`: what may have been meant. `part`: what of an answer of two parts was understood, in words. */
  | {
      readonly type: 'unclear'
      readonly why: string
      readonly options: readonly Saved[]
      readonly part?: string | undefined
    }

/** Reads what people type as the answer to an ask. Pure. */
export type AnswerReader = (step: AskStep, text: string, where: { province: ProvinceId; now: number }) => Answer

const MAX_TEXT_CHARS = 500
const MAX_OPTIONS = 8

export interface AnswerReaderParts {
  readonly expects: Expects
  readonly communes: Communes
  /** The official code of a province. */
  readonly unitOf: (province: ProvinceId) => UnitCode
  readonly yesNo: { readonly yes: string; readonly no: string }
}

export function createAnswerReader({ expects, communes, unitOf, yesNo }: AnswerReaderParts): AnswerReader {
  return (step, text, { province, now }) => {
    switch (step.expects) {
      case 'text':
        return readText(text)
      case 'choice': {
        return asAnswer(expects.choice(text, choicesOf(step)))
      }
      case 'yes_no': {
        const answer = readYesNo(expects, step, text)
        if (answer.type === 'unclear') return readBeside(expects, step, text) ?? answer
        return {
          type: 'understood',
          saved: { value: answer.saved.value, said: answer.saved.value ? yesNo.yes : yesNo.no },
        }
      }
      case 'name':
        return asAnswer(expects.personName(text))
      case 'phone':
        return asAnswer(expects.phone(text))
      case 'number':
        return asAnswer(expects.number(text, { min: step.min ?? 0, max: step.max ?? 1_000_000 }))
      case 'date':
        return asAnswer(expects.date(text, now))
      case 'time':
        return asAnswer(expects.time(text))
      case 'date_time':
        return inPart(asAnswer(expects.dateTime(text, now)), text)
      case 'commune':
        return readCommune(communes, text, unitOf(province))
      case 'contact':
        return readContact(expects, text)
      case 'photo':
        return unclear('no_photo')
      case 'location':
        return readCommuneAsLocation(communes, text, unitOf(province))
    }
  }
}

/** A yes or a no, also where words of the question are said with it: "đã có mức 2 chưa?" "chưa có mức 2". */
function readYesNo(expects: Expects, { ask }: AskStep, text: string): Answer {
  const answer = asAnswer(expects.yesNo(text))
  if (answer.type === 'understood') return answer
  const asked = new Set(
    tokens(normalise(typeof ask === 'string' ? ask : ask.map((one) => one.text).join(' '))).map(fold),
  )
  const words = tokens(normalise(text))
  const saying = words.filter((word) => !asked.has(fold(word)) || expects.yesNo(word).type === 'understood')
  return saying.length === words.length || saying.length === 0 ? answer : asAnswer(expects.yesNo(saying.join(' ')))
}

/** What may be answered beside yes and no; null when it is none of that. */
function readBeside(expects: Expects, step: AskStep, text: string): Answer | null {
  if (!step.options || step.options.length === 0) return null
  const beside = asAnswer(expects.choice(text, choicesOf(step)))
  // A number is that of a button, and yes and no come first there.
  return beside.type === 'understood' && !/^\d+$/.test(text.trim()) ? beside : null
}

/** A day without an hour, or an hour without a day, is half of the answer. */
function inPart(answer: Answer, text: string): Answer {
  const half = answer.type === 'unclear' && (answer.why === 'date_missing' || answer.why === 'time_missing')
  return half ? { ...answer, part: text } : answer
}

function choicesOf({ options = [] }: AskStep): readonly NamedChoice[] {
  return options.map(({ label, value, also = [] }) => ({ label, payload: value, also }))
}

function asAnswer<Value, Why extends string>(reading: Reading<Value, Why>): Answer {
  return reading.type === 'understood'
    ? { type: 'understood', saved: { value: reading.value as Saved['value'], said: reading.said } }
    : unclear(
        reading.why,
        (reading.choices ?? []).map(({ value, said }) => ({ value: value as Saved['value'], said })),
      )
}

function unclear(why: string, options: readonly Saved[] = []): Extract<Answer, { type: 'unclear' }> {
  return { type: 'unclear', why, options: options.slice(0, MAX_OPTIONS) }
}

function readText(text: string): Answer {
  const reading = readFreeText(text, MAX_TEXT_CHARS)
  if (reading.type === 'understood' && lengthOf(reading.value) < 2) return unclear('empty')
  return asAnswer(reading)
}

function readCommune(communes: Communes, text: string, province: UnitCode): Answer {
  const found = communes.find(text, { province })
  switch (found.kind) {
    case 'found':
      return { type: 'understood', saved: savedCommune(found.commune) }
    case 'several':
      return unclear('several', found.communes.map(savedCommune))
    case 'elsewhere':
      return unclear('elsewhere')
    case 'none':
      return unclear('none', mistyped(communes, text, province).map(savedCommune))
  }
}

/** A short name with a slip is found more easily as a commune's, which the question takes for granted: only to ask back. */
function mistyped(communes: Communes, text: string, province: UnitCode): readonly Commune[] {
  if (tokens(normalise(text)).length !== 2) return []
  const found = communes.find(`xã ${text}`, { province })
  return found.kind === 'several' ? found.communes : []
}

/** Where somebody does not know how to send a position, the commune will do. */
function readCommuneAsLocation(communes: Communes, text: string, province: UnitCode): Answer {
  const answer = readCommune(communes, text, province)
  const asLocation = ({ value, said }: Saved): Saved => ({ value: { commune: value }, said })
  return answer.type === 'understood'
    ? { type: 'understood', saved: asLocation(answer.saved) }
    : { ...answer, options: answer.options.map(asLocation) }
}

function savedCommune({ code, type, name }: Commune): Saved {
  return { value: code, said: `${type} ${name}` }
}

/** Name and phone in one message: the digits are the phone, the rest is the name. */
function readContact(expects: Expects, text: string): Answer {
  const digits = /\+?\d[\d\s.()-]{6,}\d/.exec(text)?.[0] ?? ''
  const phone = expects.phone(digits === '' ? text : digits)
  const name = expects.personName(
    text
      .replace(digits, ' ')
      .replace(/[,;:–-]+\s*$|^\s*[,;:–-]+/gu, ' ')
      .trim(),
  )
  if (phone.type === 'unclear') {
    if (name.type === 'unclear') return unclear(phone.why)
    return { ...unclear('phone_missing'), part: name.said }
  }
  if (name.type === 'unclear') return { ...unclear('name_missing'), part: phone.said }
  const saved = contactOf({ value: name.value, said: name.said }, { value: phone.value, said: phone.said })
  return { type: 'understood', saved }
}

/** A name and a phone number as one answer. */
export function contactOf(name: Saved, phone: Saved): Saved {
  return { value: { name: name.value, phone: phone.value }, said: `${name.said}, ${phone.said}` }
}
