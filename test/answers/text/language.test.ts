import { expect, it } from 'vitest'
import { readLanguage } from '../../../src/answers/text/language.ts'
import { AppError } from '../../../src/core/errors.ts'
import { language, topics } from '../support/project.ts'

it('anchors only groups that have topics', () => {
  const groups = new Set([...topics.values()].map((topic) => topic.group))
  for (const group of language.anchors.values()) expect(groups).toContain(group)
})

it('anchors words in the form that synonyms give them', () => {
  for (const anchor of language.anchors.keys()) expect(language.synonyms([anchor])).toEqual([anchor])
})

it('names the file that is missing', () => {
  expect(() => readLanguage('/nowhere')).toThrow(AppError)
  expect(() => readLanguage('/nowhere')).toThrow('/nowhere/abbreviations.yaml')
})
