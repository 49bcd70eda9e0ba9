import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readTopics } from '../../src/answers/topics.ts'
import { draftSchema } from '../../src/broadcasts/broadcast.ts'
import { messageOf } from '../../src/broadcasts/content.ts'
import { resolveContent } from '../../src/broadcasts/templates.ts'
import { renderMessage as renderForMessenger } from '../../src/channels/messenger/render.ts'
import { renderMessage as renderForZalo } from '../../src/channels/zalo-oa/render.ts'
import { CHANNEL_TYPES, type ProvinceId } from '../../src/core/ids.ts'
import type { Province } from '../../src/places/provinces.ts'
import { DRAFT, GIA_LAI, provinces, texts } from './support/world.ts'

const ROOT = join(import.meta.dirname, '../..')
const topics = new Set(readTopics(join(ROOT, 'data/topics.yaml')).keys())
const flows = new Set(
  readdirSync(join(ROOT, 'flows'), { recursive: true, encoding: 'utf8' }).map((file) => file.replace(/\.yaml$/, '')),
)
const giaLai = provinces.get(GIA_LAI) as Province
const templates = [...texts.templates.values()]

it('has at least a dozen templates', () => {
  expect(templates.length).toBeGreaterThanOrEqual(12)
})

describe.each(templates)('the template $id', (template) => {
  const values = Object.fromEntries(Object.keys(template.asks).map((name) => [name, `<${name}>`]))
  const content = resolveContent({ template: template.id, values }, texts)

  it('leads only to topics and flows that there are', () => {
    const lost = template.buttons.filter(
      (button) =>
        ('topic' in button && !topics.has(button.topic as never)) || ('flow' in button && !flows.has(button.flow)),
    )
    expect(lost).toEqual([])
  })

  it.each(CHANNEL_TYPES)('says on %s all that it was given, and how to get no more', (channel) => {
    for (const province of provinces.values()) {
      const message = messageOf(content, { channel, province, date: '10/10/2026' })
      const text = 'text' in message ? message.text : ''
      expect(text).not.toContain('{{')
      for (const value of Object.values(values)) expect(text).toContain(value)
      expect(text).toContain(texts.frame.footer)
    }
  })

  it('is one call on each platform', () => {
    const messageFor = (channel: 'zalo-oa' | 'messenger') =>
      messageOf(content, { channel, province: giaLai, date: '10/10/2026' })
    expect(renderForZalo(messageFor('zalo-oa'))).toHaveLength(1)
    expect(renderForMessenger(messageFor('messenger'))).toHaveLength(1)
  })
})

describe('what a draft says', () => {
  const setting = { channel: 'zalo-oa', province: giaLai, date: '05/10/2026' } as const
  const free = (content: unknown) => resolveContent(draftSchema.parse({ ...DRAFT, content }).content, texts)

  it('may be written freely, with buttons', () => {
    const content = free({ text: 'Mời bà con {{short}}', buttons: [{ label: 'Xem', topic: 'cks.la-gi' }] })
    expect(messageOf(content, setting)).toEqual({
      type: 'text',
      text: `Mời bà con Gia Lai\n\n${texts.frame.footer}`,
      choices: [{ type: 'reply', label: 'Xem', payload: 'topic:cks.la-gi' }],
    })
  })

  it('takes the variant of the channel and of the province', () => {
    const content = {
      ...free({ text: 'chung' }),
      variants: [
        { channels: ['messenger' as const], provinces: ['ha-tinh'], text: 'cả hai' },
        { channels: ['messenger' as const], text: 'kênh' },
        { provinces: ['ha-tinh'], text: 'tỉnh' },
      ],
    }
    const haTinh = provinces.get('ha-tinh' as ProvinceId) as Province
    const said = (channel: 'messenger' | 'zalo-oa', province: Province) => {
      const message = messageOf(content, { channel, province, date: '' })
      return 'text' in message && message.text.split('\n')[0]
    }
    expect(said('messenger', haTinh)).toBe('cả hai')
    expect(said('messenger', giaLai)).toBe('kênh')
    expect(said('zalo-oa', haTinh)).toBe('tỉnh')
    expect(said('zalo-oa', giaLai)).toBe('chung')
  })

  it.each([
    { name: 'an unknown template', content: { template: 'khong-co' }, says: /no template "khong-co"/ },
    { name: 'a template without its values', content: { template: 'lop-hoc-so' }, says: /needs values: ngay/ },
  ])('refuses $name', ({ content, says }) => {
    expect(() => free(content)).toThrow(says)
  })

  it('refuses a text with a name that has no value', () => {
    expect(() => messageOf(free({ text: 'Lúc {{gio}}' }), setting)).toThrow(/\{\{gio\}\}/)
  })
})
