const formats = new Map<string, Intl.DateTimeFormat>();

function formatFor(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    hourCycle: 'h23',
  });
  formats.set(timeZone, made);
  return made;
}

/** "11-21" and "08:03:09.123" in the reader's zone: the same in every language, so that columns are aligned. */
export function lineTime(at: string, timeZone: string): [day: string, time: string] {
  const part = Object.fromEntries(
    formatFor(timeZone)
      .formatToParts(Date.parse(at))
      .map(({ type, value }) => [type, value]),
  );
  return [`${part.month}-${part.day}`, `${part.hour}:${part.minute}:${part.second}.${part.fractionalSecond}`];
}
