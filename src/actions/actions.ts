import type { Actions } from '../engine/action.ts'
import { tellActivities } from './activities.ts'
import { askPaidConsent } from './ask-paid-consent.ts'
import { changeOwn, findOtherClasses } from './classes/change-own.ts'
import { findClassesAction } from './classes/find.ts'
import { tellLearned } from './classes/learned.ts'
import { consentByAge, lastSignUp, splitContact } from './classes/learner.ts'
import { namedClass } from './classes/named-class.ts'
import { cancelOwn, confirmOwn, listOwn } from './classes/own.ts'
import { findNextClass, findRated, keepRating } from './classes/rate.ts'
import { readClassWish } from './classes/read-wish.ts'
import { scannedClass } from './classes/scanned-class.ts'
import { signUp } from './classes/sign-up.ts'
import { comeBackLater } from './come-back.ts'
import type { ActionDeps } from './deps.ts'
import { sendFeedback } from './feedback.ts'
import { tellMentoring } from './mentors/overview.ts'
import { agreePair, confirmOwnLearning, declineOwnPair, endOwnPair, leave, listPairs } from './mentors/own-pairs.ts'
import { readSpoken, registerAsLearner, registerAsMentor } from './mentors/register.ts'
import { addToRequest, requestPerson } from './request-person.ts'
import { tellStoredData } from './stored-data.ts'
import { requestVisit } from './visit.ts'
import { cancelOwnVisitAction, changeOwnVisitAction, listOwnVisitsAction } from './visits/own-visits.ts'

/** Everything that flows may call, by the name under which they call it. */
export function createActions(deps: ActionDeps): Actions {
  return new Map([
    ['request_person', requestPerson(deps)],
    ['add_to_request', addToRequest(deps)],
    ['request_visit', requestVisit(deps)],
    ['list_own_visits', listOwnVisitsAction(deps)],
    ['cancel_visit', cancelOwnVisitAction(deps)],
    ['change_visit', changeOwnVisitAction(deps)],
    ['send_feedback', sendFeedback(deps)],
    ['come_back_later', comeBackLater(deps)],
    ['tell_activities', tellActivities(deps)],
    ['ask_paid_consent', askPaidConsent(deps)],
    ['named_class', namedClass(deps)],
    ['read_class_wish', readClassWish(deps)],
    ['find_classes', findClassesAction(deps)],
    ['split_contact', splitContact()],
    ['consent_by_age', consentByAge()],
    ['last_sign_up', lastSignUp(deps)],
    ['sign_up', signUp(deps)],
    ['list_own_registrations', listOwn(deps)],
    ['cancel_registration', cancelOwn(deps)],
    ['find_class_to_rate', findRated(deps)],
    ['rate_class', keepRating()],
    ['find_next_class', findNextClass(deps)],
    ['find_other_classes', findOtherClasses(deps)],
    ['change_registration', changeOwn(deps)],
    ['confirm_seat', confirmOwn(deps)],
    ['read_languages', readSpoken(deps)],
    ['register_mentor', registerAsMentor(deps)],
    ['register_learner', registerAsLearner(deps)],
    ['list_pairs', listPairs(deps)],
    ['agree_pair', agreePair(deps)],
    ['decline_pair', declineOwnPair(deps)],
    ['end_pair', endOwnPair(deps)],
    ['confirm_learned', confirmOwnLearning(deps)],
    ['leave_mentoring', leave(deps)],
    ['tell_mentoring', tellMentoring(deps)],
    ['tell_learned', tellLearned(deps)],
    ['scanned_class', scannedClass(deps)],
    ['tell_stored_data', tellStoredData(deps)],
  ])
}
