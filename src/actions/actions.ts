import type { Actions } from '../engine/action.ts'
import { tellActivities } from './activities.ts'
import { findClassesAction } from './classes/find.ts'
import { cancelOwn, confirmOwn, listOwn } from './classes/own.ts'
import { signUp } from './classes/sign-up.ts'
import { comeBackLater } from './come-back.ts'
import type { ActionDeps } from './deps.ts'
import { sendFeedback } from './feedback.ts'
import { requestPerson } from './request-person.ts'
import { tellStoredData } from './stored-data.ts'
import { requestVisit } from './visit.ts'

/** Everything that flows may call, by the name under which they call it. */
export function createActions(deps: ActionDeps): Actions {
  return new Map([
    ['request_person', requestPerson(deps)],
    ['request_visit', requestVisit(deps)],
    ['send_feedback', sendFeedback(deps)],
    ['come_back_later', comeBackLater(deps)],
    ['tell_activities', tellActivities(deps)],
    ['find_classes', findClassesAction(deps)],
    ['sign_up', signUp(deps)],
    ['list_own_registrations', listOwn(deps)],
    ['cancel_registration', cancelOwn(deps)],
    ['confirm_seat', confirmOwn(deps)],
    ['tell_stored_data', tellStoredData(deps)],
  ])
}
