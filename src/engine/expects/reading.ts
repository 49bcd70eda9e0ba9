/** A value together with the words in which it is read back to the person; the words read again give the same value. */
export interface Option<Value> {
  readonly value: Value
  readonly said: string
}

export interface Understood<Value> extends Option<Value> {
  readonly type: 'understood'
}

export interface Unclear<Value, Why extends string> {
  readonly type: 'unclear'
  readonly why: Why
  /** What the person may have meant, likeliest first; absent where nothing can be offered. */
  readonly choices?: readonly Option<Value>[]
  /** How many digits, words or characters were typed, where that is what is wrong. */
  readonly count?: number
}

/** What an answer to a form's question says, or why it must be asked again. */
export type Reading<Value, Why extends string> = Understood<Value> | Unclear<Value, Why>

export function understood<Value>(option: Option<Value>): Understood<Value> {
  return { type: 'understood', value: option.value, said: option.said }
}

/** An unclear reading; equal choices are named once, and an empty list not at all. */
export function unclear<Value, Why extends string>(
  why: Why,
  choices: readonly Option<Value>[] = [],
): Unclear<Value, Why> {
  const distinct = [...new Map(choices.map((choice) => [choice.said, choice])).values()]
  return { type: 'unclear', why, ...(distinct.length > 0 ? { choices: distinct } : {}) }
}

/**
 * One reading out of those of a text whose words have several meanings ("toi": "tối" or "tôi"). Readings that make no
 * sense (`senseless`) give way to those that do; where these differ, all that they offer is offered.
 */
export function reconcile<Value, Why extends string>(
  readings: readonly Reading<Value, Why>[],
  whys: { readonly senseless: Why; readonly ambiguous: Why },
): Reading<Value, Why> {
  const sensible = readings.filter((reading) => reading.type === 'understood' || reading.why !== whys.senseless)
  const counted = sensible.length > 0 ? sensible : readings
  const offered = counted.flatMap((reading) => (reading.type === 'understood' ? [reading] : (reading.choices ?? [])))
  const refused = counted.find((reading) => reading.type === 'unclear')
  if (refused?.type === 'unclear') {
    const certain = counted.every((reading) => reading.type === 'unclear')
    return unclear(certain ? refused.why : whys.ambiguous, offered.map(optionOf))
  }
  const [first, ...others] = offered.map(optionOf)
  if (first === undefined) return unclear(whys.senseless)
  return others.every((other) => other.said === first.said)
    ? understood(first)
    : unclear(whys.ambiguous, [first, ...others])
}

function optionOf<Value>({ value, said }: Option<Value>): Option<Value> {
  return { value, said }
}
