import { Fault } from '#lib/domain/fault';
import {
  isSpecObject,
  parseSpec,
  plainValueOf,
  printSpec,
  type RawSpec,
  rawSpec,
  type SpecObject,
} from '#lib/domain/spec/raw-spec';

/** The Spec of an object as the engine sent it, digits and unknown fields included. */
export function rawSpecIn(object: string): RawSpec {
  return printSpec(specIn(parseSpec(rawSpec(object))));
}

/** An inspected object's version and spec. */
export function versionedIn(object: string): { version: number; tree: SpecObject; spec: RawSpec } {
  const tree = parseSpec(rawSpec(object));
  const version = isSpecObject(tree.Version) ? plainValueOf(tree.Version.Index) : undefined;
  if (typeof version !== 'number') throw new Fault('engine_failed', {}, { engineText: 'The object has no version.' });
  return { version, tree, spec: printSpec(specIn(tree)) };
}

function specIn(tree: SpecObject): SpecObject {
  if (isSpecObject(tree.Spec)) return tree.Spec;
  throw new Fault('engine_failed', {}, { engineText: 'The object has no spec.' });
}
