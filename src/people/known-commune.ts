import { z } from 'zod'
import type { UnitCode } from '../places/commune.ts'

const stateWithCommune = z.object({ known: z.object({ commune: z.object({ value: z.string() }) }) })

/** The code of the commune that the conversation remembers of a person; null while they have not said. */
export function knownCommuneOf(state: unknown): UnitCode | null {
  return (stateWithCommune.safeParse(state).data?.known.commune.value ?? null) as UnitCode | null
}
