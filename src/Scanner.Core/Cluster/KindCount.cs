namespace Scanner.Core.Cluster;

/// <summary>How many objects there are of one kind.</summary>
/// <param name="ApiVersion">For example <c>apps/v1</c>.</param>
public sealed record KindCount(string ApiVersion, string Kind, int Count)
{
    /// <summary>The group of <see cref="ApiVersion"/>; empty for the core group.</summary>
    public string Group => ApiVersion.IndexOf('/', StringComparison.Ordinal) is >= 0 and var slash ? ApiVersion[..slash] : "";

    /// <summary>For example <c>apps/v1 Deployment: 3</c>.</summary>
    public override string ToString() => $"{ApiVersion} {Kind}: {Count}";
}
