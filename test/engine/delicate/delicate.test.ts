import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { realConversation } from '../../support/conversation.ts'

const { delicate } = await realConversation()
const cases = z
  .record(z.string(), z.array(z.string()))
  .parse(parse(readFileSync(join(import.meta.dirname, 'delicate.yaml'), 'utf8')))

describe.each(Object.entries(cases))('%s', (kind, texts) => {
  it.each(texts)('%s', (text) => {
    expect(delicate.kindOf(text)?.id ?? 'none').toBe(kind)
  })
})
