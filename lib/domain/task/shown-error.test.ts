import { expect, test } from 'vitest';
import { shownError } from './shown-error';

test.each([
  [
    'starting container failed: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "mysql -psecret": executable file not found in $PATH: unknown',
    'starting container failed: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: exec: "mysql …": executable file not found in $PATH: unknown',
  ],
  [
    'exec: "/bin/mysql -psecret": stat /bin/mysql -psecret: no such file or directory: unknown',
    'exec: "/bin/mysql …": stat /bin/mysql …: no such file or directory: unknown',
  ],
  [
    String.raw`exec: "sh -c \"echo secret\"": stat sh -c "echo secret": no such file`,
    'exec: "sh …": stat sh …: no such file',
  ],
])('the arguments of a command that could not be started are cut', (text, shown) => {
  expect(shownError(text)).toBe(shown);
});

test.each([
  'exec: "/no/such/binary": stat /no/such/binary: no such file or directory: unknown',
  'no suitable node (scheduling constraints not satisfied on 5 nodes)',
  'task: non-zero exit (3)',
  '',
])('any other error stays as it is: %s', (text) => {
  expect(shownError(text)).toBe(text);
});
