import type { UnitCode } from './commune.ts'
import type { NamedPlace } from './gazetteer.ts'
import type { Mention } from './mention.ts'

/** Why several communes of today come into question. */
export type Because = 'same_name' | 'old_district' | 'old_commune_split' | 'near'

/** The communes of today that a name stands for; `because` counts only when there are several. */
export interface Choice {
  readonly because: Because
  /** The name that was understood: `huyện Chư Sê`. */
  readonly asked: string
  readonly codes: readonly UnitCode[]
}

/**
 * What a mention stands for. Today's name wins over an old one, unless the mention says that the old one is meant: by
 * `huyện`, by `cũ`, or by a type that only the old one had (`thị trấn Cao Lộc`). Within an old address both may be meant.
 */
function choose(mention: Mention): Choice {
  const { type } = mention.before
  const today = mention.places.filter((place) => place.level === 'commune')
  const former = mention.places.filter((place) => place.level === 'former_commune')
  const districts = mention.places.filter((place) => place.level === 'former_district')
  const ofType = former.filter((place) => place.type === type?.type)
  const old = ofType.length > 0 ? ofType : former
  if (mention.withoutNumber) return choiceOf('near', mention.places)
  if (today.length > 0 && !mention.former) {
    if (mention.inOldDistrict && !meet(today, old)) return choiceOf('same_name', [...old, ...today])
    const otherType = type?.level === 'commune' && today.every((place) => place.type !== type.type)
    if (!otherType || ofType.length === 0) return choiceOf('same_name', today)
    return choiceOf('same_name', type.type === 'thị trấn' ? ofType : [...today, ...ofType])
  }
  if (districts.length > 0) return choiceOf('old_district', [...districts, ...former])
  if (old.length > 0) return choiceOf(old.length > 1 ? 'same_name' : 'old_commune_split', old)
  return choiceOf('same_name', today)
}

/** One choice of what several names stand for, when the text does not tell which of them counts. */
export function chooseAmong(mentions: readonly Mention[]): Choice {
  const choices = mentions.map(choose)
  const [first, ...others] = choices
  if (first && others.length === 0) return first
  return {
    because: 'near',
    asked: choices.map(({ asked }) => asked).join(', '),
    codes: distinct(choices.flatMap(({ codes }) => codes)),
  }
}

function choiceOf(because: Because, places: readonly NamedPlace[]): Choice {
  const names = distinct(places.map(({ type, name }) => `${type} ${name}`))
  const asked = because === 'same_name' || because === 'near' ? (places[0]?.name ?? '') : (names[0] ?? '')
  return { because, asked, codes: distinct(places.flatMap((place) => place.now)) }
}

/** Whether some of the old communes went into one of today's; also when there are no old ones. */
function meet(today: readonly NamedPlace[], old: readonly NamedPlace[]): boolean {
  const codes = today.flatMap(({ now }) => now)
  return old.length === 0 || old.some(({ now }) => now.some((code) => codes.includes(code)))
}

function distinct<T>(list: readonly T[]): T[] {
  return [...new Set(list)]
}
