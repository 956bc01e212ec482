/** Whether a text holds every word that was typed, in any order and case. Nothing typed fits everything. */
export function matcherOf(typed: string): (text: string) => boolean {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => {
    const lower = text.toLowerCase();
    return words.every((word) => lower.includes(word));
  };
}
