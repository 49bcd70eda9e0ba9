// The chat page. Texts come from the page, messages from the event stream; each is known by its key and shown once.

import { el, unseen, viewElements, words } from './bubbles.js'

const texts = JSON.parse(document.body.dataset.texts)
const $ = (selector) => document.querySelector(selector)
const log = $('.log')
const items = $('.items')
const typing = $('.typing')
const newer = $('.newer')
const offline = $('.offline')
const composer = $('.composer')
const input = $('#text')
const options = $('.options')

const TYPING_MS = 30_000
const RETRY_DELAYS_MS = [1_000, 3_000]
const LONGEST_RECONNECT_MS = 30_000
const YEAR_SECONDS = 31_536_000

/** Elements by message key. */
const shown = new Map()
/** Messages of ours by key, until the server has them. */
const unsent = new Map()
let sending = Promise.resolve()
let stream = null
let reconnectMs = 1_000
let reconnectTimer = 0
let typingTimer = 0

// --- the log

const TIME = new Intl.DateTimeFormat('vi-VN', {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
  timeZone: 'Asia/Ho_Chi_Minh',
})
const DAY = new Intl.DateTimeFormat('vi-VN', {
  day: '2-digit',
  month: '2-digit',
  year: 'numeric',
  timeZone: 'Asia/Ho_Chi_Minh',
})

function timeOf(at) {
  return el('time', { datetime: new Date(at).toISOString() }, TIME.format(at))
}

/** A line with the day before `line`, where the day is another than that of the lines above. */
function markDay(at, line) {
  const day = DAY.format(at)
  if (items.dataset.day === day) return
  items.dataset.day = day
  line.before(el('li', { class: 'day' }, day))
}

/** Adds an element at the end, with its time once that is known. Follows it only while the reader is at the end; a tall one is shown from its top. */
function append(element, always, at) {
  const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 120
  items.append(element)
  if (at !== undefined) markDay(at, element)
  document.body.classList.add('talking')
  if (!always && !atEnd) newer.hidden = false
  else log.scrollTop = Math.min(log.scrollHeight, element.offsetTop - 8)
}

function show(item) {
  if (shown.has(item.key)) return accept(item.key, item.at)
  const mine = item.from === 'person'
  const who = unseen(`${mine ? texts.person : texts.assistant}: `)
  const body = mine
    ? [el('div', { class: 'bubble' }, words(item.text, 'text', texts.newTab))]
    : viewElements(item.view, { texts, say })
  body[0].prepend(who)
  body[0].insertBefore(el('p', { class: 'meta' }, timeOf(item.at)), body[0].querySelector('.choices'))
  const line = el('li', { class: `item ${item.from}` }, ...body)
  shown.set(item.key, line)
  if (!mine) waitForAnswer(false)
  append(line, mine, item.at)
}

function waitForAnswer(waiting) {
  clearTimeout(typingTimer)
  typing.hidden = !waiting
  if (!waiting) return
  log.scrollTop = log.scrollHeight
  typingTimer = setTimeout(() => waitForAnswer(false), TYPING_MS)
}

// --- what the person says

/** Shows what is said at once and sends it, one message after the other. `said` is {text} or {payload, label}. */
function say(said) {
  const id = newId()
  const message = { key: `in:${id}`, body: { id, province: options.province.value, ...said } }
  const line = el(
    'li',
    { class: 'item person' },
    el(
      'div',
      { class: 'bubble' },
      unseen(`${texts.person}: `),
      words(said.text ?? said.label, 'text', texts.newTab),
      el('p', { class: 'meta' }),
    ),
  )
  shown.set(message.key, line)
  unsent.set(message.key, message)
  append(line, true)
  queue(message)
}

function queue(message) {
  message.queued = true
  mark(message.key, texts.status.sending)
  sending = sending.then(() => transmit(message))
}

async function transmit(message) {
  for (let attempt = 0; unsent.has(message.key); attempt++) {
    const outcome = await post(message.body)
    if (outcome.type === 'accepted') {
      accept(message.key, outcome.at)
      return waitForAnswer(shown.has(message.key) && !isAnswered())
    }
    if (outcome.type === 'refused' || attempt >= RETRY_DELAYS_MS.length) {
      message.queued = false
      message.refused = outcome.type === 'refused'
      return mark(message.key, outcome.error, () => queue(message))
    }
    await new Promise((resolve) => setTimeout(resolve, RETRY_DELAYS_MS[attempt]))
  }
}

/** Repeating a post is safe: the server knows the message by its id. */
async function post(body) {
  try {
    const response = await fetch('/chat/messages', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    })
    const answer = await response.json()
    if (response.status === 202) return { type: 'accepted', at: answer.at }
    if (response.status === 401) connect()
    return { type: response.status === 503 || response.status === 401 ? 'failed' : 'refused', error: answer.error }
  } catch {
    return { type: 'failed', error: texts.status.failed }
  }
}

/** The server has the message, whether its answer or the event stream told us. */
function accept(key, at) {
  if (!unsent.delete(key)) return
  markDay(at, shown.get(key))
  shown.get(key).querySelector('.meta').replaceChildren(timeOf(at), ` · ${texts.status.sent}`)
}

/** An answer may come faster over the stream than the post is acknowledged. */
function isAnswered() {
  return items.lastElementChild?.classList.contains('assistant') ?? false
}

function mark(key, status, retry) {
  const meta = shown.get(key)?.querySelector('.meta')
  if (!meta) return
  meta.classList.toggle('failed', retry !== undefined)
  meta.replaceChildren(
    status,
    retry ? el('button', { type: 'button', class: 'retry', click: retry }, texts.status.retry) : '',
  )
}

/** A random UUID; crypto.randomUUID is missing where the page is not served over https. */
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

// --- the event stream

function connect() {
  clearTimeout(reconnectTimer)
  stream?.close()
  stream = new EventSource(`/chat/stream?province=${encodeURIComponent(options.province.value)}`)
  stream.addEventListener('history', (event) => {
    reconnectMs = 1_000
    offline.textContent = ''
    // What was said before is not read aloud again.
    log.setAttribute('aria-live', 'off')
    for (const item of JSON.parse(event.data)) show(item)
    setTimeout(() => log.setAttribute('aria-live', 'polite'), 300)
    for (const message of unsent.values()) if (!message.queued && !message.refused) queue(message)
  })
  stream.addEventListener('item', (event) => show(JSON.parse(event.data)))
  stream.addEventListener('error', () => {
    offline.textContent = offline.dataset.text
    stream.close()
    clearTimeout(reconnectTimer)
    reconnectTimer = setTimeout(connect, reconnectMs)
    reconnectMs = Math.min(reconnectMs * 2, LONGEST_RECONNECT_MS)
  })
}

function startAnew() {
  shown.clear()
  unsent.clear()
  items.replaceChildren()
  delete items.dataset.day
  newer.hidden = true
  document.body.classList.remove('talking')
  waitForAnswer(false)
  connect()
}

// --- what the person does

const remember = (name, value) => {
  // biome-ignore lint/suspicious/noDocumentCookie: CookieStore is missing in browsers that the page must serve
  document.cookie = `${name}=${value}; path=/chat; max-age=${YEAR_SECONDS}; samesite=lax`
}

options.province.addEventListener('change', () => {
  const { value, selectedOptions } = options.province
  remember('gd_province', value)
  history.replaceState(null, '', `?province=${value}`)
  $('#tagline').textContent = selectedOptions[0].dataset.tagline
  document.title = selectedOptions[0].dataset.title
  startAnew()
})

for (const radio of options.look) {
  radio.addEventListener('change', () => {
    document.documentElement.dataset.look = radio.value
    remember('gd_look', radio.value)
  })
}

$('.reset').addEventListener('click', async () => {
  if (!confirm(texts.resetConfirm)) return
  const done = await fetch('/chat/reset', { method: 'POST' }).then(
    (response) => response.ok,
    () => false,
  )
  if (done) startAnew()
  else alert(texts.busy)
  input.focus()
})

for (const sample of document.querySelectorAll('.sample')) {
  sample.addEventListener('click', () => {
    say({ text: sample.textContent })
    // The tapped button is gone. On a phone the input would bring up the keyboard, over the answer.
    const next = matchMedia('(pointer: coarse)').matches ? log : input
    next.focus({ preventScroll: true })
  })
}

function fitInput() {
  input.style.height = 'auto'
  input.style.height = `${Math.min(input.scrollHeight, 140)}px`
}

composer.addEventListener('submit', (event) => {
  event.preventDefault()
  const text = input.value.trim()
  if (text === '') return input.focus()
  input.value = ''
  fitInput()
  input.focus()
  say({ text })
})

input.addEventListener('input', fitInput)
input.addEventListener('keydown', (event) => {
  // While a Vietnamese input method composes a letter, Enter belongs to it.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
  event.preventDefault()
  composer.requestSubmit()
})

newer.addEventListener('click', () => {
  log.scrollTop = log.scrollHeight
})
log.addEventListener('scroll', () => {
  if (log.scrollHeight - log.scrollTop - log.clientHeight < 60) newer.hidden = true
})
addEventListener('online', connect)

connect()
