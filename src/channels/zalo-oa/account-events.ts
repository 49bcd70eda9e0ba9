import type { AccountNotice, InboundEvent } from '../../core/events.ts'
import { eventBase, type Reader, type Reading } from './reading.ts'

const GROUP_MESSAGE_KINDS = [
  'text',
  'image',
  'link',
  'audio',
  'location',
  'video',
  'business_card',
  'sticker',
  'gif',
  'file',
]

/** Where Zalo's own lists disagree about a name, every version is known. */
const GROUP_LIFE = [
  'create_group',
  'user_join_group',
  'user_request_join_group',
  'accept_request_join_group',
  'react_request_join_group',
  'react_request_join_group_accept',
  'reject_request_join_group',
  'add_group_admin',
  'remove_group_admin',
  'update_group_info',
  'user_out_group',
  'user_leave_group',
  'delete_group',
  'disperse_group',
]

const NOTICES: Readonly<Record<string, AccountNotice['kind']>> = {
  permission_revoked: 'access_revoked',
  add_user_to_tag: 'tag',
  remove_user_from_tag: 'tag',
  remove_tag: 'tag',
  widget_interaction_accepted: 'widget',
  widget_failed_to_sync_user_external_id: 'widget',
  update_user_info: 'other',
  change_template_status: 'template',
  change_template_quality: 'template',
  change_oa_template_tags: 'template',
  change_template_quota: 'quota',
  change_oa_daily_quota: 'quota',
  event_journey_acknowledged: 'other',
  event_journey_time_out: 'other',
  shop_has_order: 'purchase',
  extension_purchased: 'purchase',
}

/** What happened in groups and to the account itself. */
export const ACCOUNT_READERS: readonly (readonly [string, Reader])[] = [
  ...GROUP_MESSAGE_KINDS.flatMap((kind) => [`user_send_group_${kind}`, `oa_send_group_${kind}`]).map(
    (name) => [name, readGroupEvent] as const,
  ),
  ...GROUP_LIFE.map((name) => [name, readGroupEvent] as const),
  ...Object.entries(NOTICES).map(([name, kind]) => [name, readNotice(kind)] as const),
]

function readGroupEvent(reading: Reading): InboundEvent | null {
  const { event_name: kind, group_id, recipient, message } = reading.payload
  const groupId = group_id ?? recipient?.id ?? null
  if (groupId === null) return null
  const id = message?.msg_id ? `group:${message.msg_id}` : null
  return { ...eventBase(reading, { id }), type: 'group', contact: null, groupId, kind }
}

function readNotice(kind: AccountNotice['kind']): Reader {
  return (reading) => ({ ...eventBase(reading, {}), type: 'notice', contact: null, kind, detail: detailOf(reading) })
}

/** The parts an operator can use; none of them is a person's. */
function detailOf({ payload }: Reading): Record<string, string> {
  const { event_name: event, tag, template_id, reason, status, quota, extension_id } = payload
  const parts = {
    event,
    tag: tag?.name,
    template_id,
    reason,
    from: status?.prev_status ?? quota?.prev_value,
    to: status?.new_status ?? quota?.new_value,
    extension_id,
  }
  return Object.fromEntries(Object.entries(parts).filter((part): part is [string, string] => part[1] != null))
}
