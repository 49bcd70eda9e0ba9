import type { Attachment, FormSubmitted } from '../../core/events.ts'
import { type AskStep, kindOf } from '../flow/step.schema.ts'
import type { Saved } from '../session.ts'
import type { Asking } from './draft.ts'
import { type Answer, contactOf } from './read-answer.ts'

/** A picture or a position where just that is asked; null otherwise. */
export function savedOf(step: AskStep, attachment: Attachment): Saved | null {
  if (step.expects === 'photo' && attachment.type === 'image' && attachment.url !== null)
    return { value: { url: attachment.url }, said: '✓' }
  if (step.expects === 'location' && attachment.type === 'location') {
    const { latitude, longitude } = attachment
    return { value: { latitude, longitude }, said: `${latitude.toFixed(5)}, ${longitude.toFixed(5)}` }
  }
  return null
}

/**
 * What the platform's contact form answers: the ask for both, or the asks for a name and a phone number from the present
 * one on. Why not, when it leaves the present one open.
 */
export function answersOfContactForm(
  { step, flow, at, frame }: Asking,
  { name, phone }: Pick<FormSubmitted, 'name' | 'phone'>,
  read: (step: AskStep, text: string) => Answer,
): ReadonlyMap<AskStep, Saved> | Extract<Answer, { type: 'unclear' }> {
  const nameRead = read({ ...step, expects: 'name' }, name ?? '')
  const phoneRead = read({ ...step, expects: 'phone' }, phone ?? '')
  if (step.expects === 'contact') {
    if (phoneRead.type === 'unclear') {
      if (nameRead.type === 'unclear') return { ...phoneRead, why: 'other' }
      return { ...phoneRead, why: 'phone_missing', part: nameRead.saved.said }
    }
    if (nameRead.type === 'unclear')
      return { ...nameRead, why: 'name_missing', options: [], part: phoneRead.saved.said }
    return new Map([[step, contactOf(nameRead.saved, phoneRead.saved)]])
  }
  const found = new Map<AskStep, Saved>()
  for (const one of flow.steps.slice(at)) {
    if (kindOf(one) === 'say') continue
    if (!('ask' in one)) break
    const answer = one.expects === 'name' ? nameRead : one.expects === 'phone' ? phoneRead : null
    if (answer?.type === 'understood' && !(one.save in frame.values)) found.set(one, answer.saved)
  }
  return found.has(step) ? found : { type: 'unclear', why: 'form', options: [] }
}
