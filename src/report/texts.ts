import { join } from 'node:path'
import { z } from 'zod'
import { type BroadcastLabels, readBroadcastLabels } from '../broadcasts/labels.ts'
import { readYaml } from '../core/read-yaml.ts'

const text = z.string().min(1)

function texts<const Names extends readonly string[]>(...names: Names) {
  return z.strictObject(Object.fromEntries(names.map((name) => [name, text])) as Record<Names[number], typeof text>)
}

const reportTextsSchema = z.strictObject({
  title: text,
  period: text,
  private: text,
  none: text,
  durations: texts('minutes', 'hours', 'days'),
  rating: text,
  province_only: text,
  sections: z.strictObject({
    people: texts('heading', 'known', 'new', 'active', 'opted_out'),
    messages: texts('heading', 'received', 'handled', 'set_aside', 'sent', 'failed', 'unknown', 'waiting'),
    questions: texts('heading', 'asked', 'people', 'declined', 'not_picked', 'rated_bad'),
    requests: texts('heading', 'opened', 'answered', 'closed', 'median', 'passed_up', 'rating'),
    visits: texts('heading', 'asked', 'waiting', 'taken', 'done', 'cancelled'),
    classes: texts('heading', 'classes', 'lessons', 'places', 'registered', 'present', 'rating'),
    mentors: texts('heading', 'mentors', 'new', 'pairs', 'learned'),
    announcements: texts(
      'heading',
      'runs',
      'missed',
      'sent',
      'delivered',
      'seen',
      'failed',
      'unknown',
      'waiting',
      'articles',
      'left_out',
    ),
  }),
  frequent: texts('heading', 'question', 'near', 'unlike', 'people'),
  communes: z.strictObject({
    heading: text,
    empty: text,
    columns: texts(
      'name',
      'active',
      'opened',
      'answered',
      'asked',
      'done',
      'classes',
      'registered',
      'present',
      'mentors',
      'pairs',
    ),
  }),
  due: texts('heading', 'line', 'by', 'before'),
  chat: texts(
    'head',
    'people',
    'people_of_commune',
    'messages',
    'questions',
    'requests',
    'visits',
    'classes',
    'mentors',
    'announcements',
    'more',
  ),
  errors: texts('wrong_date', 'reversed', 'wrong_month', 'unknown_unit'),
})

/** All that a report says, with the names of the reasons for which somebody gets no announcement. */
export interface ReportTexts extends z.infer<typeof reportTextsSchema> {
  readonly reasons: Readonly<Record<string, string>>
}

/** Reads `report.yaml` of `data/messages`, and `labels` unless given. Throws an `AppError` that names what is missing or unknown. */
export function readReportTexts(messagesFolder: string, labels?: BroadcastLabels): ReportTexts {
  const { broadcasts } = labels ?? readBroadcastLabels(messagesFolder)
  return {
    ...readYaml(join(messagesFolder, 'report.yaml'), reportTextsSchema),
    reasons: { ...broadcasts.skipped_reasons, ...broadcasts.left_out_reasons },
  }
}
