import { z } from 'zod'
import type { ProvinceId, TopicId } from '../../../../src/core/ids.ts'
import type { Action } from '../../../../src/engine/action.ts'
import { checkFlows, type FlowSurroundings } from '../../../../src/engine/flow/check-flows.ts'
import { readFlowText, sayMistake } from '../../../../src/engine/flow/read-flows.ts'

const bookSeat: Action = {
  params: z.strictObject({
    class: z.string().regex(/^[a-z0-9-]+$/, { error: 'a class has small letters and digits' }),
  }),
  outcomes: ['done', 'full'],
  gives: ['seat'],
  run: () => ({ outcome: 'done' }),
}

/** A small world for flows: one article, one action with two outcomes, two provinces. */
export const SURROUNDINGS: FlowSurroundings = {
  hasArticle: (topic) => topic === ('vneid.la-gi' as TopicId),
  actions: new Map([['book_seat', bookSeat]]),
  provinces: new Set(['gia-lai', 'ha-tinh'] as ProvinceId[]),
  values: ['province'],
}

/** The flow that answers every event, as every folder needs one. */
const WELCOME = `id: welcome
title: Chào
starts:
  phrases: [alo, chao]
  refs: [poster-1]
  attachments: [image]
  events: [followed, chat_opened, no_answer, failed]
steps:
  - say: Chào bà con {{province}}
`

/** Every mistake of the texts (by file name) as a person reads it, beside a right flow called `welcome`. */
export function mistakesIn(texts: Readonly<Record<string, string>>, surroundings = SURROUNDINGS): string[] {
  const readings = Object.entries({ 'welcome.yaml': WELCOME, ...texts }).map(([file, text]) => readFlowText(text, file))
  const read = readings.flatMap(({ files }) => files)
  const unread = new Set(Object.keys(texts).map((file) => file.replace('.yaml', '')))
  for (const { flow } of read) unread.delete(flow.id)
  const mistakes = [...readings.flatMap((one) => one.mistakes), ...checkFlows(read, { ...surroundings, unread })]
  return mistakes.map(sayMistake)
}
