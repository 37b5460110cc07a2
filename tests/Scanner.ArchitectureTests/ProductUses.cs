using System.Collections.Immutable;

namespace Scanner.ArchitectureTests;

/// <summary>What all files of the product use; found out once for all tests that ask.</summary>
public sealed class ProductUses
{
    private static readonly Lazy<ImmutableArray<Use>> s_uses = new(() => ArchitectureTests.Uses.Of(SourceTree.Files, SourceTree.Files));

    internal ImmutableArray<Use> Uses => s_uses.Value;
}
