import { type AccountId, channelOf } from '../../core/ids.ts'
import type { ConsoleTexts } from '../texts.ts'

/** An account by the name of its platform and its number there: `Zalo 4000000000000000004`. */
export function accountSaid({ broadcasts }: ConsoleTexts, id: AccountId): string {
  const channel = channelOf(id)
  return `${broadcasts.channels[channel]} ${id.slice(channel.length + 1)}`
}
