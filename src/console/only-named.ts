import { fold, normalise } from '../core/text.ts'

/** The one whose name was typed, accents and letter case aside; undefined where there is none, or more than one. */
export function onlyNamed<Item>(
  items: readonly Item[],
  nameOf: (item: Item) => string,
  typed: string,
): Item | undefined {
  const folded = fold(normalise(typed))
  const [named, ...others] = items.filter((item) => fold(normalise(nameOf(item))) === folded)
  return others.length === 0 ? named : undefined
}
