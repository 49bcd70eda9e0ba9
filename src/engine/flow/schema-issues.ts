import type { z } from 'zod'
import { didYouMean } from './nearest.ts'

/** Something that the format does not allow, at its place in the file, in words with a cure. */
export interface SaidIssue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

/**
 * What zod found in `raw`, in an author's words. `keys` are those that may stand at the top of `raw`; what a schema says
 * in words of its own stays as it is.
 */
export function sayIssues(issues: readonly z.core.$ZodIssue[], raw: unknown, keys: readonly string[]): SaidIssue[] {
  return issues.flatMap((issue): SaidIssue[] => {
    if (issue.code === 'unrecognized_keys') {
      const allowed = issue.path.length === 0 ? keys : []
      return issue.keys.map((key) => ({ path: [...issue.path, key], message: unknownKey(key, allowed) }))
    }
    return [{ path: issue.path, message: sayIssue(issue, raw) }]
  })
}

function unknownKey(key: string, allowed: readonly string[]): string {
  const list = allowed.length === 0 ? 'remove it' : `there may be ${allowed.join(', ')}`
  return `the key "${key}" is not known here${didYouMean(key, allowed)}: ${list}`
}

function sayIssue(issue: z.core.$ZodIssue, raw: unknown): string {
  const name = String(issue.path.findLast((part) => typeof part === 'string') ?? 'the file')
  const found = valueAt(raw, issue.path)
  if (issue.path.length === 0 && found === null) return 'the file is empty: write at least id, title and steps'
  if (found === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value'))
    return `${name} is missing: write ${name}: ${issue.code === 'invalid_value' ? `with one of ${listOf(issue.values)}` : '…'}`
  switch (issue.code) {
    case 'invalid_value':
      return `${name} is ${JSON.stringify(found)}${didYouMean(String(found), issue.values.map(String))}: it may be ${listOf(issue.values)}`
    case 'invalid_type':
      if (issue.expected === 'string' && ['number', 'boolean'].includes(typeof found))
        return `${name} must be a text: put ${String(found)} in quotes`
      if (issue.expected === 'array') return `${name} must be a list: write it as [a, b], or one "- " a line`
      if (issue.expected === 'int') return `${name} must be a whole number`
      return `${name} must be ${issue.expected === 'object' || issue.expected === 'record' ? 'keys with values ("key: value")' : `a ${issue.expected}`}`
    case 'too_small':
      if (!issue.message.startsWith('Too small')) return issue.message
      return issue.origin === 'string' ? `${name} is empty: write something` : `${name}: at least ${issue.minimum}`
    case 'too_big':
      return issue.message.startsWith('Too big') ? `${name}: at most ${issue.maximum}` : issue.message
    case 'invalid_format':
      if (issue.format === 'url') return `${name} must be a whole address that begins with https://`
      return issue.message.startsWith('Invalid')
        ? `${name} has not the form ${issue.pattern ?? issue.format}`
        : `${issue.message}; here is ${JSON.stringify(found)}`
    default:
      return issue.message
  }
}

function listOf(values: readonly unknown[]): string {
  return values.map(String).join(', ')
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw
  for (const part of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Record<PropertyKey, unknown>)[part]
  }
  return value
}
