using Scanner.Policies.Rego.Syntax;

namespace Scanner.Policies.Rego;

/// <summary>The text of a module.</summary>
public sealed record RegoSource(string Text, RegoDialect Dialect = RegoDialect.V0);
