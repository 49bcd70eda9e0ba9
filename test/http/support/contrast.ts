import type { Page } from 'playwright-core'

/**
 * Texts on the page whose contrast is below what WCAG 2 asks for at level AA (1.4.3): 4.5, or 3 from 24 px or 18.66 px
 * bold. Colours under a text are those of the nearest ancestor with an opaque background.
 */
export function lowContrastTexts(page: Page): Promise<string[]> {
  return page.evaluate(FIND)
}

// As text, since it runs in the browser, whose types the tests do not know.
const FIND = `(() => {
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number)
  const luminance = (colour) => {
    const [r, g, b] = channels(colour).map((value) => value / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const background = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor
      const alpha = channels(colour)[3]
      if (alpha === undefined || alpha === 1) return colour
    }
    return 'rgb(255, 255, 255)'
  }
  const found = []
  for (const element of document.querySelectorAll('body *')) {
    const own = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.textContent.trim()).join('')
    if (own === '' || !element.checkVisibility() || element.closest('.unseen')) continue
    const style = getComputedStyle(element)
    const size = parseFloat(style.fontSize)
    const needed = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5
    const [low, high] = [luminance(style.color), luminance(background(element))].sort((a, b) => a - b)
    const ratio = (high + 0.05) / (low + 0.05)
    if (ratio < needed) found.push(own.slice(0, 30) + ': ' + ratio.toFixed(2))
  }
  return found
})()`
