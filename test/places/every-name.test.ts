import { join } from 'node:path'
import { expect, it } from 'vitest'
import { fold } from '../../src/core/text.ts'
import type { Commune } from '../../src/places/commune.ts'
import { type CommuneFound, readCommunes } from '../../src/places/communes.ts'
import { readCountry, readUnits } from '../../src/places/read-units.ts'
import { root } from './support/measure.ts'

const folder = join(root, 'data/places')
const communes = readCommunes(root)
const country = readCountry(join(folder, 'provinces.yaml')).map((province) => ({
  province,
  ...readUnits(join(folder, 'communes'), province),
}))

function leadsTo(found: CommuneFound, { code }: Pick<Commune, 'code'>): boolean {
  if (found.kind === 'found') return found.commune.code === code
  return found.kind === 'several' && found.communes.some((commune) => commune.code === code)
}

it('knows the 3,321 communes of 34 provinces', () => {
  expect(country).toHaveLength(34)
  expect(country.flatMap(({ province }) => communes.of(province.code))).toHaveLength(3321)
})

it('finds every commune by its type and name', () => {
  const lost = country.flatMap(({ communes: some }) =>
    some.filter((commune) => {
      const found = communes.find(`${commune.type} ${commune.name}`, commune)
      return found.kind !== 'found' || found.commune.code !== commune.code
    }),
  )
  expect(lost).toEqual([])
})

it('leads to nearly every commune by its type and name without accents', () => {
  const lost = country.flatMap(({ communes: some }) =>
    some.filter((commune) => {
      const text = fold(`${commune.type} ${commune.name}`.toLowerCase())
      return !leadsTo(communes.find(text, commune), commune)
    }),
  )
  expect(lost.length).toBeLessThanOrEqual(5)
})

it('leads from every old commune, named with its district, to one of those it went into', () => {
  const lost = country.flatMap(({ province, formerParts }) => {
    const wholes = Map.groupBy(
      formerParts,
      ({ type, name, district }) => `${type} ${name}, ${district.type} ${district.name}`,
    )
    return [...wholes].filter(([text, parts]) => {
      const found = communes.find(text, { province: province.code })
      return !parts.some(({ now }) => leadsTo(found, { code: now }))
    })
  })
  expect(lost.map(([text]) => text)).toEqual([])
})
