import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { play } from '../../../src/cli/transcripts/play.ts'
import { readTranscripts } from '../../../src/cli/transcripts/read-transcripts.ts'
import { openStage } from '../../../src/cli/transcripts/stage.ts'

const stage = await openStage(join(import.meta.dirname, '../../..'))
afterAll(() => stage[Symbol.asyncDispose]())

function fileWith(text: string): string {
  const file = join(mkdtempSync(join(tmpdir(), 'gan-dan-chat-')), 'chat.yaml')
  writeFileSync(file, text)
  return file
}

describe('a file of chats', () => {
  it.each([
    { wrong: 'an unknown line', chat: '  - người dan: chào', says: 'chat.yaml:3: chat.0: a line has exactly one of' },
    { wrong: 'two keys in a line', chat: '  - { bấm: a, đợi: 3h }', says: 'chat.yaml:3: chat.0: a line has exactly' },
    { wrong: 'no duration', chat: '  - đợi: lâu', says: 'chat.yaml:3: chat.0.đợi: a duration is a number with' },
    { wrong: 'an unknown thing', chat: '  - gửi: quà', says: 'chat.yaml:3: chat.0.gửi: one of ảnh' },
    { wrong: 'no YAML', chat: '  - "người dân: chào', says: 'not YAML' },
  ])('with $wrong is refused with its line', ({ chat, says }) => {
    expect(() => readTranscripts(fileWith(`name: thử\nchat:\n${chat}\n`))).toThrow(says)
  })

  it('keeps numbers as they are typed', () => {
    const [transcript] = readTranscripts(fileWith('name: thử\nchat:\n  - người dân: 0912345678\n'))
    expect(transcript?.chat).toEqual([{ type: 'người dân', value: ['0912345678'] }])
  })

  it('may hold several, parted by ---', () => {
    const file = fileWith('name: một\nchat: [{ người dân: chào }]\n---\nname: hai\nchat: [{ người dân: chào }]\n')
    expect(readTranscripts(file).map(({ name, lines }) => [name, lines])).toEqual([
      ['một', [2]],
      ['hai', [5]],
    ])
  })
})

describe('a chat that goes another way', () => {
  it.each([
    {
      chat: '- người dân: chào\n- trợ lý: [Gần Dân, kính chào]',
      says: 'should say, after what stands before it: kính',
    },
    { chat: '- người dân: chào\n- trợ lý không nói: gần dân', says: 'should not say: gần dân' },
    { chat: '- người dân: chào\n- bấm: Đồng ý', says: 'There is no button "Đồng ý"' },
    { chat: '- người dân: chào\n- gọi: register', says: 'should have been called: register' },
  ])('is told with all that was said: $says', async ({ chat, says }) => {
    const [transcript] = readTranscripts(fileWith(`name: thử\nchat:\n${chat.replace(/^/gm, '  ')}\n`))
    if (!transcript) throw new Error('nothing was read')
    const played = play(stage, transcript)
    await expect(played).rejects.toThrow(says)
    await expect(played).rejects.toThrow(/chat\.yaml:4: thử\n {2}người dân: chào\n {6}trợ lý: Chào bà con/)
  })
})
