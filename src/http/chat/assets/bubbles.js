// The elements of a message. What people and articles wrote becomes text nodes and checked addresses, never markup.

/** Builds an element. Functions among the attributes listen, strings among the children become text. */
export function el(tag, attributes, ...children) {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else element.setAttribute(name, value)
  }
  element.append(...children.filter((child) => child !== null))
  return element
}

/** Words for screen readers alone. */
export const unseen = (text) => el('span', { class: 'unseen' }, text)

/**
 * Web addresses and the numbers of hotlines and offices, as far as they may be made links. Mobile numbers stay text: they
 * are examples of how to write one, or the reader's own, and a tap on them would ring at a stranger.
 */
const LINKS =
  /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])|(?<!\d)(1[89]00[ .]?\d{2}[ .]?\d{2}|02\d{1,2}[ .]?\d{3,4}[ .]?\d{3,4})(?!\d)/g

/** A text with its line breaks; its addresses and phone numbers can be tapped. */
export function words(text, className, newTab) {
  const body = el('div', { class: className })
  let end = 0
  for (const match of text.matchAll(LINKS)) {
    const [found, url, phone] = match
    body.append(text.slice(end, match.index), url ? link(url, url, newTab) : phoneLink(phone, phone))
    end = match.index + found.length
  }
  body.append(text.slice(end))
  return body
}

/**
 * What shows a message of the assistant: a bubble, then what stands apart from it. `say` is called with {payload, label}
 * when a reply is pressed.
 */
export function viewElements(view, { texts, say }) {
  if (view.type === 'file') return [el('div', { class: 'bubble' }, fileCard(view.file, texts))]
  const choices = (list, kind) => choiceList(list, kind, { texts, say })
  const body =
    view.type === 'image' ? picture(view.imageUrl, view.alt) : view.text && words(view.text, 'text', texts.newTab)
  const bubble = el('div', { class: 'bubble' }, body || null, choices(view.choices, 'link'))
  const cards = (view.items ?? []).map((item) =>
    el(
      'div',
      { class: 'card' },
      item.imageUrl ? picture(item.imageUrl, '') : null,
      el(
        'div',
        { class: 'words' },
        el('strong', {}, item.title),
        item.subtitle ? words(item.subtitle, 'subtitle', texts.newTab) : null,
      ),
      choices(item.choices, 'link'),
      choices(item.choices, 'reply'),
    ),
  )
  const apart = [cards.length > 0 ? el('div', { class: 'cards' }, ...cards) : null, choices(view.choices, 'reply')]
  return [bubble, ...apart.filter((element) => element !== null)]
}

/** Links stay with the bubble; replies may stand apart from it, as Messenger shows them. */
function choiceList(choices, kind, context) {
  const elements = choices
    .filter((choice) => ('payload' in choice ? 'reply' : 'link') === kind)
    .map((choice) => choiceElement(choice, context))
  return elements.length > 0 ? el('div', { class: `choices ${kind}` }, ...elements) : null
}

function choiceElement(choice, { texts, say }) {
  if ('url' in choice) return link(choice.url, choice.label, texts.newTab, 'choice')
  if ('phone' in choice) return phoneLink(choice.phone, choice.label, 'choice')
  return el('button', { type: 'button', class: 'choice', click: () => say(choice) }, choice.label)
}

function fileCard({ url, name }, texts) {
  const kind = /\.([a-z0-9]{1,4})$/i.exec(name)?.[1] ?? texts.file
  const label = el('span', {}, el('strong', {}, name), link(url, texts.openFile, texts.newTab))
  return el('div', { class: 'file' }, el('b', { 'aria-hidden': 'true' }, kind), label)
}

/** A picture that cannot be had gives way to the words that stand for it. */
function picture(url, alt) {
  if (!isWebAddress(url)) return alt
  const error = (event) => event.target.replaceWith(alt)
  return el('img', { src: url, alt, loading: 'lazy', referrerpolicy: 'no-referrer', error })
}

/** Anything but a web address stays text. */
function link(url, label, newTab, className = '') {
  if (!isWebAddress(url)) return el('span', { class: className }, label)
  const target = { href: url, target: '_blank', rel: 'noopener noreferrer' }
  return el('a', { ...target, class: className }, label, unseen(` (${newTab})`))
}

function phoneLink(phone, label, className = '') {
  return el('a', { href: `tel:${phone.replace(/[^\d+]/g, '')}`, class: className }, label)
}

function isWebAddress(url) {
  return /^https?:\/\//i.test(url)
}
