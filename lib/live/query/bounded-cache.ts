/** Remembers what `read` made of a value. Forgets everything when it holds too much: values come and go for months. */
export function bounded<Value, Result>(most: number, read: (value: Value) => Result): (value: Value) => Result {
  const held = new Map<Value, Result>();
  return (value) => {
    const known = held.get(value);
    if (known !== undefined) return known;
    if (held.size >= most) held.clear();
    const result = read(value);
    held.set(value, result);
    return result;
  };
}
