import { z } from 'zod'
import { ROLES } from '../staff/member.ts'

const text = z.string().min(1)

export const staffTextsSchema = z.strictObject({
  heading: text,
  lead: text,
  empty: text,
  columns: z.strictObject({ name: text, role: text, unit: text, linked: text, remove: text }),
  roles: z.record(z.enum(ROLES), text),
  not_linked: text,
  remove: text,
  remove_of: text,
  remove_lead: text,
  add: z.strictObject({ heading: text, name: text, role: text, unit: text, submit: text }),
  code: text,
  notices: z.strictObject({ removed: text, gone: text, added_before: text }),
  mistakes: z.strictObject({ name: text, unit: text, commune: text }),
})
