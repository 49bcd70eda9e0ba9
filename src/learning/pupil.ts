import type { Answers } from '../answers/answer.ts'
import type { TeachableAnswers } from '../answers/teachable.ts'
import { inSlices } from '../core/stepwise.ts'
import { TimeSlice } from '../core/time-slice.ts'
import type { Db } from '../db/open.ts'
import type { Sealer } from '../db/seal.ts'
import { readHoldingLessons, readLessonsVersion, type ToldLesson, taughtBy } from './lesson.store.ts'

/** How long is computed before the event loop turns: less than turns take, so that none waits longer for this. */
const SLICE_MS = 2

/** Keeps the running answers in step with the lessons that are stored. */
export interface Pupil {
  /** The version of the lessons that the answers stand for. */
  readonly version: number
  /** Learns what was taught elsewhere since; does nothing where nothing was. */
  catchUp(): Promise<void>
  /** Answers that stand for other lessons, made beside the running ones without holding them up. */
  imagine(lessons: readonly Pick<ToldLesson, 'topic' | 'questions'>[]): Promise<Answers>
  /** From now on answers so. */
  become(answers: Answers, version: number): void
}

/** Computes in slices, so that turns go on meanwhile. */
export function createPupil(deps: { db: Db; sealer: Sealer; answers: TeachableAnswers; slice?: TimeSlice }): Pupil {
  const { db, sealer, answers, slice = new TimeSlice(SLICE_MS) } = deps
  let known = 0
  const imagine: Pupil['imagine'] = (lessons) => inSlices(answers.others(taughtBy(lessons)), slice)
  const become: Pupil['become'] = (others, version) => {
    answers.become(others)
    known = version
  }
  return {
    get version() {
      return known
    },
    async catchUp() {
      const version = await readLessonsVersion(db)
      if (version <= known) return
      // What is taught between these two reads is learned now and once more at the next look.
      const others = await imagine(await readHoldingLessons(db, sealer))
      // Taught in this process meanwhile, the answers know more than these.
      if (version > known) become(others, version)
    },
    imagine,
    become,
  }
}
