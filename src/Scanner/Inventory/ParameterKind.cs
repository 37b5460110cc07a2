using System.Collections.Immutable;

namespace Scanner.Inventory;

/// <summary>A kind of objects that admission policies take as parameters, and those of it that bindings refer to.</summary>
internal sealed record ParameterKind(string ApiVersion, string Kind, ImmutableArray<ParameterReference> References)
{
    /// <summary>Empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? ApiVersion[..slash] : "";

    public string Version => ApiVersion[(ApiVersion.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
