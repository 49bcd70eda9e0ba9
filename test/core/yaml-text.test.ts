import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { parse } from 'yaml'
import { readYamlText } from '../../src/core/yaml-text.ts'

it.each([
  { text: 'a: 1\nb: [hai, "3", 4.5, true, null, ~]', value: { a: 1, b: ['hai', '3', 4.5, true, null, null] } },
  { text: 'ngày: 2026-10-05\ngiờ: 07:30\nmã: 0o17', value: { ngày: '2026-10-05', giờ: '07:30', mã: 15 } },
  { text: 'a: >-\n  một\n  hai\nb: |\n  ba\n', value: { a: 'một hai', b: 'ba\n' } },
  { text: '', value: null },
])('reads $text', ({ text, value }) => {
  expect(readYamlText(text)).toMatchObject({ value, errors: [] })
  expect(parse(text)).toEqual(value)
})

it.each([
  { name: 'a text with a colon', text: 'a: 1\nb: x: y', line: 2 },
  { name: 'a key twice', text: 'a: 1\nb: 2\na: 3', line: 3 },
  { name: 'a bracket left open', text: 'a: [1', line: 1 },
])('names the line of $name', ({ text, line }) => {
  const { value, errors } = readYamlText(text)
  expect(value).toBeNull()
  expect(errors[0]).toEqual({ line, message: expect.any(String) })
})

it('finds the line of what is there, and of what is around it when it is not', () => {
  const { lineOf } = readYamlText('a: 1\nb:\n  - x\n  - c: 2\n')
  expect([['a'], ['b', 1, 'c'], ['b', 1, 'none'], ['none']].map(lineOf)).toEqual([1, 4, 4, 1])
})

it('reads every data file as the parser with places does', () => {
  const files = readdirSync('data', { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.yaml'))
  expect(files.length).toBeGreaterThan(50)
  for (const file of files) {
    const text = readFileSync(join('data', file), 'utf8')
    expect(readYamlText(text).value, file).toEqual(parse(text))
  }
})
