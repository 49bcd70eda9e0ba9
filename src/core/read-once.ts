/**
 * For zod's `parse` of what is read once, at the start: compiling a check of its own for each object, as zod does, takes
 * longer than the reading, and stays in memory.
 */
export const READ_ONCE = { jitless: true } as const
