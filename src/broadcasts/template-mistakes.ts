import { fill } from '../core/fill.ts'
import type { AccountId } from '../core/ids.ts'

/** What keeps a broadcast's templates or article from being used, with a sentence for operators. */
const SENTENCES = {
  no_such_template: '{{account}} has no template {{template}}: "broadcasts templates --sync" asks the platform anew.',
  in_review: 'The template {{template}} is still being reviewed by the platform.',
  refused: 'The template {{template}} was refused by the platform.',
  disabled: 'The template {{template}} was disabled by the platform.',
  phones_only: '{{account}}: the template {{template}} can be sent to phone numbers alone: see "broadcasts phones".',
  not_for_phones: '{{account}}: the template {{template}} cannot be sent to phone numbers.',
  phones_need_template: '{{account}}: phone numbers can only be sent a template: name one under content.approved.',
  article_for_all: 'An article goes to all followers: leave communes, days and lists of phones out of the segment.',
  no_value: 'The parameter "{{parameter}}" of {{template}} has no value: give one under content.approved.',
  unknown_name: 'The parameter "{{parameter}}" of {{template}} uses a name that has no value: {{use}}.',
  empty: 'The parameter "{{parameter}}" of {{template}} is empty.',
  too_long: 'The parameter "{{parameter}}" of {{template}} has {{length}} characters, the platform takes {{max}}.',
  not_number: 'The parameter "{{parameter}}" of {{template}} must be digits alone.',
  not_date: 'The parameter "{{parameter}}" of {{template}} must be a day such as 05/10/2026 or 19:30 05/10/2026.',
  sign: 'The parameter "{{parameter}}" of {{template}} must not have the sign {{sign}}.',
  no_parameter: 'The template {{template}} has no parameter "{{parameter}}".',
} as const

export type TemplateMistakeCode = keyof typeof SENTENCES
export const TEMPLATE_MISTAKES = Object.keys(SENTENCES) as TemplateMistakeCode[]

export interface TemplateMistake {
  readonly code: TemplateMistakeCode
  /** What the sentence names; never a value that stands for a person. */
  readonly values: Readonly<Record<string, string>>
}

/** A mistake of a broadcast, and where: `row` of a list of phones, from 1. */
export interface PlacedMistake extends TemplateMistake {
  readonly account: AccountId | null
  readonly row: number | null
}

/** The sentence for an operator. */
export function sentenceOf({ code, values, account, row }: PlacedMistake): string {
  const sentence = fill(SENTENCES[code], { ...values, account: account ?? '' })
  return row === null ? sentence : `row ${row}: ${sentence}`
}
