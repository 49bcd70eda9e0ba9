import { z } from 'zod'

const text = z.string().min(1)

/** What the console says around a report; the report's own words stand in data/messages/report.yaml. */
export const reportPageTextsSchema = z.strictObject({
  heading: text,
  lead: text,
  unit: text,
  from: text,
  to: text,
  show: text,
  download: text,
  figure: text,
  count: text,
})
