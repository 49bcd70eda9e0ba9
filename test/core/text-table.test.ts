import fc from 'fast-check'
import { expect, test } from 'vitest'
import { TextTable, UNKNOWN } from '../../src/core/text-table.ts'

const texts = Array.from({ length: 5000 }, (_, at) => `từ ${at.toString(7)}`)

test('texts have the numbers of their order, however many there are', () => {
  const table = TextTable.empty()
  expect(texts.map((text) => table.add(text))).toEqual(texts.map((_, at) => at))
  expect(texts.map((text) => table.find(text))).toEqual(texts.map((_, at) => at))
  expect(table.size).toBe(texts.length)
})

test('a text that is known keeps its number, and one that is not has none', () => {
  const table = TextTable.empty()
  expect([table.add('căn'), table.add('cước'), table.add('căn'), table.find('can')]).toEqual([0, 1, 0, UNKNOWN])
  expect(table.size).toBe(2)
})

test('the letters of a text lie from where it begins to where it ends', () => {
  const table = TextTable.empty()
  for (const text of texts) table.add(text)
  const at = 4321
  expect(String.fromCharCode(...table.letters.slice(table.from(at), table.to(at)))).toBe(texts[at])
})

test('a packed table knows the same texts, and goes on from there', () => {
  const table = TextTable.empty()
  for (const text of texts) table.add(text)
  const unpacked = TextTable.of(structuredClone(table.packed()))
  expect(texts.map((text) => unpacked.find(text))).toEqual(texts.map((_, at) => at))
  expect([unpacked.add('mới'), unpacked.add('từ 0'), unpacked.find('mới')]).toEqual([5000, 0, 5000])
})

test('an empty table is packed and goes on, too', () => {
  const table = TextTable.of(structuredClone(TextTable.empty().packed()))
  expect([table.find(''), table.add(''), table.add('a'), table.find('')]).toEqual([UNKNOWN, 0, 1, 0])
})

test('it does what a map does, of any texts', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), (added) => {
      const table = TextTable.empty()
      const map = new Map<string, number>()
      for (const text of added) {
        if (!map.has(text)) map.set(text, map.size)
        table.add(text)
      }
      expect(added.map((text) => table.find(text))).toEqual(added.map((text) => map.get(text)))
    }),
  )
})
