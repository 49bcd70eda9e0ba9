import { z } from 'zod'

const contactSchema = z.object({ name: z.string().min(1), phone: z.string().min(8) })

/** What a form keeps of a name and a phone number that were given together. */
export function readContact(kept: string): { readonly name: string; readonly phone: string } {
  return contactSchema.parse(JSON.parse(kept))
}
