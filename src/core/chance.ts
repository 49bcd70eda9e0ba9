/** Where chance comes from: a number from 0 up to 1. Good for spreading things out, not for secrets. */
export type Chance = () => number

export const systemChance: Chance = () => Math.random()
