import { type Content, messageOf } from '../../broadcasts/content.ts'
import type { Province } from '../../places/provinces.ts'

/**
 * An announcement as a post in a group: its text and, since groups have no buttons, addresses and phones written out.
 * Buttons that only our assistant understands are left out, as is how to get no more of it. `date` is `05/10/2026`.
 * Throws an `AppError` for a `{{name}}` without a value.
 */
export function groupTextOf(content: Content, footer: string, where: { province: Province; date: string }): string {
  const buttons = content.buttons.filter((button) => 'url' in button || 'phone' in button)
  const message = messageOf({ ...content, buttons, footer }, { channel: 'zalo-oa', ...where })
  if (message.type !== 'text') throw new Error(`an announcement became a message of type ${message.type}`)
  const lines = (message.choices ?? []).flatMap((choice) => {
    if (choice.type === 'url') return [`${choice.label}: ${choice.url}`]
    return choice.type === 'phone' ? [`${choice.label}: ${choice.phone}`] : []
  })
  return lines.length > 0 ? `${message.text}\n\n${lines.join('\n')}` : message.text
}
