import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { AppError } from '../../src/core/errors.ts'
import type { CountryProvince, UnitCode } from '../../src/places/commune.ts'
import { readCountry, readUnits } from '../../src/places/read-units.ts'

const folder = mkdtempSync(join(tmpdir(), 'places-'))
afterAll(() => rmSync(folder, { recursive: true }))

const province: CountryProvince = { code: '52' as UnitCode, type: 'tỉnh', name: 'Gia Lai', before: [], called: [] }

function unitsOf(text: string) {
  writeFileSync(join(folder, '52.tsv'), text)
  return readUnits(folder, province)
}

it('reads communes with what was before', () => {
  const district = { type: 'huyện', name: 'An Lão', province: 'Bình Định' }
  const here = { type: 'thành phố', name: 'Pleiku', province: 'Gia Lai' }
  expect(
    unitsOf('21609\txã An Lão\thuyện An Lão (Bình Định): xã An Hưng; thành phố Pleiku: xã Gào\n23611\tđặc khu Gào\n'),
  ).toEqual({
    communes: [
      { code: '21609', type: 'xã', name: 'An Lão', province: '52' },
      { code: '23611', type: 'đặc khu', name: 'Gào', province: '52' },
    ],
    formerParts: [
      { type: 'xã', name: 'An Hưng', district, now: '21609' },
      { type: 'xã', name: 'Gào', district: here, now: '21609' },
    ],
  })
})

it.each([
  { name: 'no code', line: 'xã Gào' },
  { name: 'no type', line: '23611\tGào' },
  { name: 'a type that there is no more', line: '23611\tthị trấn Gào' },
  { name: 'a type without a name', line: '23611\txã ' },
  { name: 'no district', line: '23611\txã Gào\txã Gào, xã Ia Kênh' },
  { name: 'an old commune without type', line: '23611\txã Gào\tthành phố Pleiku: Gào' },
])('names the line that has $name', ({ line }) => {
  expect(() => unitsOf(`23610\txã Đúng\n${line}\n`)).toThrow(AppError)
  expect(() => unitsOf(`23610\txã Đúng\n${line}\n`)).toThrow('52.tsv, line 2')
})

it('names a file that is not there', () => {
  expect(() => readUnits(join(folder, 'nowhere'), province)).toThrow(/nowhere.*cannot be read/)
})

it('refuses a province without its type', () => {
  const path = join(folder, 'provinces.yaml')
  writeFileSync(path, '- { code: "52", name: Gia Lai }')
  expect(() => readCountry(path)).toThrow('"Gia Lai" has not the form')
})
