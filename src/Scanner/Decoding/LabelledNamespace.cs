using System.Collections.Immutable;
using Scanner.Core.Cluster;

namespace Scanner.Decoding;

/// <summary>A namespace with its labels, by which policies select it.</summary>
internal sealed record LabelledNamespace(NamespaceFacts Facts, ImmutableDictionary<string, string> Labels);
