const QUOTE = 34;
const BACKSLASH = 92;
const OPEN_BRACE = 123;
const CLOSE_BRACE = 125;

/**
 * The texts of the objects in a JSON array. An unchanged element is recognised by its text, and only the few new ones
 * are parsed losslessly, which costs many times what JSON.parse does.
 */
export function elementsOf(array: string): string[] {
  const elements: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < array.length; at += 1) {
    const code = array.charCodeAt(at);
    if (code === QUOTE) at = endOfString(array, at);
    else if (code === OPEN_BRACE) {
      if (depth === 0) start = at;
      depth += 1;
    } else if (code === CLOSE_BRACE) {
      depth -= 1;
      if (depth === 0) elements.push(array.slice(start, at + 1));
    }
  }
  return elements;
}

/** The closing quote of the string that begins at `at`: the next quote with an even number of backslashes before it. */
function endOfString(text: string, at: number): number {
  for (let end = text.indexOf('"', at + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(end - 1 - backslashes) === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return end;
  }
  return text.length;
}
