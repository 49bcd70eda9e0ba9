import { vietnamDate } from '../core/clock.ts'
import { fill } from '../core/fill.ts'
import type { Report } from './report.ts'
import { amount, durationSaid, ratingSaid, type Value } from './say-figures.ts'
import type { ReportTexts } from './texts.ts'

/** A report in a few lines, for chat. */
export function sayReport(report: Report, texts: ReportTexts): string {
  const { chat } = texts
  const { period, province, people, requests, visits, classes, mentors } = report
  const say = (text: string, values: Readonly<Record<string, Value>>) =>
    fill(text, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, amount(value)])))
  const days = { from: vietnamDate(period.from), to: vietnamDate(period.until - 1) }
  return [
    say(chat.head, { unit: report.name, ...days }),
    ...(province === null
      ? [say(chat.people_of_commune, { ...people })]
      : [
          say(chat.people, { ...province.people, opted_out: province.people.optedOut }),
          say(chat.messages, { ...province.messages }),
          say(chat.questions, { asked: province.questions.asked, people: province.questions.people }),
        ]),
    say(chat.requests, {
      opened: requests.opened,
      answered: requests.answered,
      closed: requests.closed,
      passed_up: requests.passedUp,
      median: durationSaid(requests.medianFirstReplyMs, texts),
      rating: ratingSaid(requests.rated, requests.meanRating, texts),
    }),
    say(chat.visits, { ...visits }),
    say(chat.classes, { ...classes, rating: ratingSaid(classes.rated, classes.stars / classes.rated, texts) }),
    say(chat.mentors, { ...mentors }),
    ...(province === null ? [texts.province_only] : [announcements(province.announcements)]),
    chat.more,
  ].join('\n')

  function announcements({ leftOut, ...counts }: NonNullable<Report['province']>['announcements']): string {
    const sum = Object.values(leftOut).reduce((all, count) => all + count, 0)
    return say(chat.announcements, { ...counts, left_out: sum })
  }
}
