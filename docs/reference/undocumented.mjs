import { ReflectionKind } from 'typedoc';

/**
 * The exported names that no docstring says anything of, each with the line where it is declared. What a package exports
 * of another is documented there.
 *
 * @param modules of `convert`.
 */
export const undocumented = (modules) =>
  modules
    .flatMap((module) => (module.children ?? []).map((name) => ({ module, name })))
    .filter(({ name }) => name.kind !== ReflectionKind.Reference && !isDocumented(name))
    .map(({ module, name }) => `${placeOf(name)}: ${name.name} of ${module.name} has no docstring`);

/** A function has its docstring on one of its signatures. */
function isDocumented(reflection) {
  const signatures = reflection.signatures ?? reflection.type?.declaration?.signatures ?? [];
  return [reflection, ...signatures].some((each) => each.hasComment());
}

const placeOf = ({ sources }) => (sources ? `${sources[0].fileName}:${sources[0].line}` : '?');
