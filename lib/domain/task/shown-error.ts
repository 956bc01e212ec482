/**
 * A task's error as everybody who sees the swarm may read it. A command that was written as one string is repeated in
 * it, its arguments and perhaps a password too: `exec: "mysql -psecret": executable file not found in $PATH`. Of every
 * quoted text with a blank in it the first word stays, wherever the text stands again. (runc: libcontainer, exec.Error
 * and os.PathError)
 */
export function shownError(text: string): string {
  const commands = [...text.matchAll(/exec: "((?:[^"\\]|\\.)*)"/g)].map(([, command = '']) => command);
  return commands
    .filter((command) => /\s/.test(command.trim()))
    .sort((a, b) => b.length - a.length)
    .reduce((shown, command) => {
      const cut = `${command.trim().split(/\s/, 1)[0]} …`;
      const unescaped = command.replace(/\\(.)/g, '$1');
      return shown.replaceAll(command, cut).replaceAll(unescaped, cut);
    }, text);
}
