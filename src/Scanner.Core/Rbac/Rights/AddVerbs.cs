namespace Scanner.Core.Rbac.Rights;

/// <summary>The verbs by which <c>pods/ephemeralcontainers</c> can be written; either alone is enough to add a container.</summary>
[Flags]
public enum AddVerbs : byte
{
    None = 0,
    Patch = 1,
    Update = 2,
}
