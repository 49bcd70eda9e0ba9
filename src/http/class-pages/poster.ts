import type { PosterDate } from '../../classes/check-in.store.ts'
import { checkInWords } from '../../classes/check-in-code.ts'
import type { Account, Channel } from '../../core/channel.ts'
import { vietnamDate, vietnamTime } from '../../core/clock.ts'
import { fill } from '../../core/fill.ts'
import type { ChannelType } from '../../core/ids.ts'
import type { ClassPagesTexts } from './texts.ts'

/** A way into the chat on a poster. */
export interface PosterWay {
  readonly channel: ChannelType
  /** Whole, with its origin. */
  readonly link: string
}

/** What stands on the poster of one date of a class. */
export interface Poster {
  readonly heading: string
  readonly subject: string
  readonly lines: readonly string[]
  readonly ways: readonly { readonly name: string; readonly link: string }[]
  readonly foot: readonly string[]
}

/** So many codes stand beside each other. */
const MOST_WAYS = 3

/** The chats of a province through which people check in: those of its platforms, else our own chat page. */
export function posterWays(
  channels: readonly Pick<Channel, 'type' | 'accounts' | 'chatLink'>[],
  province: Account['province'],
  checkInCode: string,
  publicUrl: string,
): PosterWay[] {
  const ways = channels.flatMap(({ type, accounts, chatLink }) =>
    accounts
      .filter((account) => account.province === province)
      .slice(0, 1)
      .flatMap(({ id }) => {
        const link = chatLink?.(id, checkInWords(checkInCode))
        return link === undefined ? [] : [{ channel: type, link: new URL(link, publicUrl).href }]
      }),
  )
  return ways.slice(0, MOST_WAYS)
}

/** What a poster says. */
export function posterOf(
  { poster: texts }: ClassPagesTexts,
  { row, startsAt, endsAt }: PosterDate,
  checkInCode: string,
  ways: readonly PosterWay[],
): Poster {
  const when = { from: vietnamTime(startsAt), to: vietnamTime(endsAt), date: vietnamDate(startsAt) }
  return {
    heading: texts.heading,
    subject: `${row.code} · ${row.subject}`,
    lines: [fill(texts.when, when), row.place],
    ways: ways.map(({ channel, link }) => ({ name: texts.ways[channel], link })),
    foot: [texts.hours, fill(texts.typed, { words: checkInWords(checkInCode) })],
  }
}
