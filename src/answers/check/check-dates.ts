import type { Problem, ReadArticle } from '../read-article.ts'

/** Real dates in the right order, and an article whose time is over. `today` is an ISO date of Vietnam. */
export function checkDates({ file, article, lineOf }: ReadArticle, today: string): Problem[] {
  const problems: Problem[] = []
  if (article.recheckBy <= article.reviewed) {
    const message = `recheck_by ${article.recheckBy} is not after reviewed ${article.reviewed}: set the later date`
    problems.push({ file, line: lineOf(['recheck_by']), level: 'error', message })
  }
  if (article.reviewed > today) {
    const message = `reviewed ${article.reviewed} is in the future: write the day of the review`
    problems.push({ file, line: lineOf(['reviewed']), level: 'error', message })
  }
  if (article.recheckBy < today) {
    const message = `was to be rechecked by ${article.recheckBy}: compare it with its sources and set both dates anew`
    problems.push({ file, line: lineOf(['recheck_by']), level: 'warning', message })
  }
  for (const [index, { date }] of article.sources.entries()) {
    if (isPossibleDate(date)) continue
    const message = `"${date}" is no date: write dd/mm/yyyy, mm/yyyy, yyyy or không rõ`
    problems.push({ file, line: lineOf(['sources', index, 'date']), level: 'error', message })
  }
  return problems
}

const DAYS_OF_SHORT_MONTHS: Readonly<Record<number, number>> = { 2: 29, 4: 30, 6: 30, 9: 30, 11: 30 }

/** Of the forms that the front matter allows, those that name a day or month there is. */
function isPossibleDate(date: string): boolean {
  const parts = date.split('/').map(Number)
  if (parts.length < 2) return true
  const [month = 0, day = 1] = parts.reverse().slice(1)
  return month >= 1 && month <= 12 && day >= 1 && day <= (DAYS_OF_SHORT_MONTHS[month] ?? 31)
}
