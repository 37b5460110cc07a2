using System.Collections.Immutable;

namespace Scanner.Policies.Rego.Syntax;

/// <param name="Package">Without <c>data</c>.</param>
/// <param name="Imports">By the name that they have in the module: <c>input</c> or <c>data</c> and what follows.</param>
internal sealed record Module(ImmutableArray<string> Package, ImmutableDictionary<string, ImmutableArray<string>> Imports, ImmutableArray<Rule> Rules, string Text);
