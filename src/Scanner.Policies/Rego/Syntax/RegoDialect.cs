namespace Scanner.Policies.Rego.Syntax;

/// <summary>Which syntax a module is in that does not say so itself by <c>import rego.v1</c>.</summary>
public enum RegoDialect
{
    /// <summary>Before OPA 1.0: what Gatekeeper takes where a template names no version.</summary>
    V0,

    /// <summary>Since OPA 1.0: <c>if</c> and <c>contains</c> are asked for.</summary>
    V1,
}
