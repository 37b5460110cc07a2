using System.Collections.Immutable;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>A namespace and what guards it.</summary>
/// <param name="Labels">All of them but <see cref="NameLabel"/>, which says nothing new, so that namespaces that are alike have the same.</param>
/// <param name="Fingerprint">Differs when the labels do.</param>
/// <param name="Uid">Differs when the namespace was deleted and made anew.</param>
internal sealed record WatchedNamespace(NamespaceFacts Facts, ImmutableSortedDictionary<string, string> Labels, ulong Fingerprint, ulong Uid)
{
    /// <summary>Set by every server to the name of the namespace (KEP-2161).</summary>
    public const string NameLabel = "kubernetes.io/metadata.name";

    public bool Equals(WatchedNamespace? other) =>
        other is not null && Facts == other.Facts && Fingerprint == other.Fingerprint && Uid == other.Uid;

    public override int GetHashCode() => HashCode.Combine(Facts, Fingerprint, Uid);
}
