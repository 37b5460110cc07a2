using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>A namespace and a fingerprint of what guards it.</summary>
/// <param name="Labels">Differs when the labels do.</param>
/// <param name="Uid">Differs when the namespace was deleted and made anew.</param>
internal sealed record WatchedNamespace(NamespaceFacts Facts, ulong Labels, ulong Uid);
