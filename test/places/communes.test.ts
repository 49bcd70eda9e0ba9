import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UnitCode } from '../../src/places/commune.ts'
import { readCommunes } from '../../src/places/communes.ts'
import { communes, DONG_NAI, GIA_LAI, HA_TINH, LANG_SON, namesOf, root } from './support/measure.ts'

describe('the list', () => {
  it('gives the communes of a province', () => {
    expect(communes.of(GIA_LAI)).toHaveLength(135)
    expect(communes.of(GIA_LAI)[0]).toEqual({ code: '21553', type: 'phường', name: 'Quy Nhơn Bắc', province: '52' })
  })

  it('gives a commune by its code', () => {
    expect(communes.byCode('23941' as UnitCode)?.name).toBe('Chư Sê')
    expect(communes.byCode('99999' as UnitCode)).toBeUndefined()
  })

  it('knows what lies around a commune: what was in the same district before', () => {
    const around = communes.around('23941' as UnitCode).map(({ name }) => name)
    expect(around).toEqual(['Bờ Ngoong', 'Al Bá', 'Ia Hrú', 'Ia Ko'])
    expect(communes.around('99999' as UnitCode)).toEqual([])
    for (const { code } of communes.of(GIA_LAI))
      for (const other of communes.around(code))
        expect(communes.around(other.code).map((one) => one.code)).toContain(code)
  })

  it('finds the same whether its names were sorted beforehand, in part or not at all', () => {
    const fresh = readCommunes(root)
    const found = () => fresh.find('Cầu Giấy', { province: GIA_LAI })
    const steps = fresh.preparing([GIA_LAI])
    for (let step = 0; step < 3; step++) expect(steps.next().done).toBe(false)
    expect(found()).toEqual(communes.find('Cầu Giấy', { province: GIA_LAI }))
    expect(found()).toMatchObject({ kind: 'elsewhere', province: { name: 'Hà Nội' } })
    expect(steps.next().done).toBe(true)
  })

  it.each([
    { name: 'listing', call: () => communes.of('99' as UnitCode) },
    { name: 'finding', call: () => communes.find('xã Chư Sê', { province: '99' as UnitCode }) },
  ])('refuses $name in a province that there is not', ({ call }) => {
    expect(call).toThrow('There is no province with the code "99"')
  })
})

describe('one commune', () => {
  it.each([
    { name: 'typed without accents', text: 'xa chu se', province: GIA_LAI, expected: 'Chư Sê' },
    { name: 'typed in Telex', text: 'phuocs taan', province: DONG_NAI, expected: 'Phước Tân' },
    { name: 'with two letters wrong', text: 'xã Hoàng Văm Thum', province: LANG_SON, expected: 'Hoàng Văn Thụ' },
    { name: 'written in one word', text: 'Iagrai', province: GIA_LAI, expected: 'Ia Grai' },
    { name: 'of an old one', text: 'xã Ia Blang (cũ)', province: GIA_LAI, expected: 'Chư Sê' },
    { name: 'of an old one known by its type', text: 'thị trấn Cao Lộc', province: LANG_SON, expected: 'Kỳ Lừa' },
    { name: 'told apart by its district', text: 'xã Ia O, huyện Chư Prông', province: GIA_LAI, expected: 'Ia Boòng' },
    { name: 'whose district comes first', text: 'huyện Cao Lộc xã Mẫu Sơn', province: LANG_SON, expected: 'Ba Sơn' },
    { name: 'told apart by its old province', text: 'bình minh bình phước', province: DONG_NAI, expected: 'Bom Bo' },
    { name: 'told apart by its accents', text: 'xã Tân Thanh', province: LANG_SON, expected: 'Hoàng Văn Thụ' },
    { name: 'in an address', text: 'đường Trần Phú, phường Thành Sen', province: HA_TINH, expected: 'Thành Sen' },
    { name: 'in a sentence', text: 'bà con bên xã Gào có lớp chưa', province: GIA_LAI, expected: 'Gào' },
    {
      name: 'beside another province',
      text: 'em quê Hà Nội giờ ở Đồng Đăng',
      province: LANG_SON,
      expected: 'Đồng Đăng',
    },
    { name: 'with a number in words', text: 'sơn kim hai', province: HA_TINH, expected: 'Sơn Kim 2' },
  ])('is found: $name', ({ text, province, expected }) => {
    const found = communes.find(text, { province })
    expect(found.kind).toBe('found')
    expect(namesOf(found)).toEqual([expected])
  })
})

describe('several communes', () => {
  it.each([
    {
      name: 'an old district, its heir first',
      text: 'huyện Chư Sê',
      province: GIA_LAI,
      expected: { because: 'old_district', asked: 'huyện Chư Sê' },
      names: ['Chư Sê', 'Bờ Ngoong', 'Al Bá', 'Ia Ko', 'Ia Hrú'],
    },
    {
      name: 'one of two old districts of a name',
      text: 'thị xã Hồng Lĩnh',
      province: HA_TINH,
      expected: { because: 'old_district', asked: 'thị xã Hồng Lĩnh' },
      names: ['Bắc Hồng Lĩnh', 'Nam Hồng Lĩnh'],
    },
    {
      name: 'an old commune that was divided',
      text: 'xã Canh Hiệp',
      province: GIA_LAI,
      expected: { because: 'old_commune_split', asked: 'xã Canh Hiệp' },
      names: ['Vân Canh', 'Canh Vinh'],
    },
    {
      name: 'old communes of one name',
      text: 'phường Đống Đa',
      province: GIA_LAI,
      expected: { because: 'same_name', asked: 'Đống Đa' },
      names: ['Quy Nhơn', 'Thống Nhất'],
    },
    {
      name: 'an old address whose commune gave its name to another one',
      text: 'phường Trần Phú, thành phố Hà Tĩnh',
      province: HA_TINH,
      expected: { because: 'same_name', asked: 'Trần Phú' },
      names: ['Thành Sen', 'Trần Phú'],
    },
    {
      name: 'names that only accents tell apart',
      text: 'xa loc thanh',
      province: DONG_NAI,
      expected: { because: 'same_name', asked: 'Lộc Thạnh' },
      names: ['Lộc Thạnh', 'Lộc Thành'],
    },
    {
      name: 'a name without its number',
      text: 'xã Sơn Kim',
      province: HA_TINH,
      expected: { because: 'near', asked: 'Sơn Kim 1' },
      names: ['Sơn Kim 1', 'Sơn Kim 2'],
    },
    {
      name: 'a commune that a province is called like',
      text: 'Bình Định',
      province: GIA_LAI,
      expected: { because: 'near', asked: 'Bình Định' },
      names: ['Bình Định'],
    },
  ])('are offered for $name', ({ text, province, expected, names }) => {
    const found = communes.find(text, { province })
    expect(found).toMatchObject({ kind: 'several', ...expected })
    expect(namesOf(found)).toEqual(names)
  })
})

describe('no commune of the province', () => {
  it.each([
    { name: 'a commune of another one', text: 'xã Hương Khê', expected: '42' },
    { name: 'a name here, called another province', text: 'Chư Sê, Cà Mau', expected: '96' },
    { name: 'another province', text: 'em ở Hà Nội', expected: '01' },
    { name: 'a province that went into another', text: 'tôi quê Thái Bình', expected: '33' },
  ])('tells where it is: $name', ({ text, expected }) => {
    expect(communes.find(text, { province: GIA_LAI })).toMatchObject({
      kind: 'elsewhere',
      province: { code: expected },
    })
  })

  it.each([
    { name: 'the province itself', text: 'em ở tỉnh Gia Lai', province: GIA_LAI },
    { name: 'the province that is a city', text: 'thành phố Đồng Nai', province: DONG_NAI },
    { name: 'an everyday word', text: 'ứng dụng vneid có an toàn không', province: GIA_LAI },
    { name: 'an agreement', text: 'em đồng ý', province: LANG_SON },
    { name: "a person's name", text: 'anh Trần Phú bảo tôi nhắn vào đây', province: HA_TINH },
    { name: 'the name of a hamlet', text: 'thôn Tân Tiến', province: LANG_SON },
    { name: 'another country', text: 'Hàn Quốc', province: GIA_LAI },
    { name: 'nothing', text: '', province: GIA_LAI },
  ])('says so: $name', ({ text, province }) => {
    expect(communes.find(text, { province })).toEqual({ kind: 'none' })
  })
})

it('gives communes of the province or none, whatever is typed', () => {
  const word = fc.constantFrom(
    'xã',
    'huyện',
    'cũ',
    'ở',
    'Chư',
    'Sê',
    'ia',
    'o',
    '3',
    ',',
    'Gia Lai',
    'tt',
    'đường',
    '😀',
  )
  const text = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.array(word).map((words) => words.join(' ')),
  )
  fc.assert(
    fc.property(text, (typed) => {
      const found = communes.find(typed, { province: GIA_LAI })
      const names = communes.of(GIA_LAI).map(({ name }) => name)
      expect(names).toEqual(expect.arrayContaining(namesOf(found)))
    }),
    { numRuns: 300 },
  )
})
