namespace Scanner.ArchitectureTests;

/// <summary>The core and the policies know neither the disk, the network, the clock nor threads; only the rooms around them do.</summary>
public sealed class PurityTests(ProductUses product) : IClassFixture<ProductUses>
{
    private static readonly string[] s_outside = ["System.IO", "System.Net", "System.Threading.Tasks", "System.Diagnostics", "Microsoft.Extensions", "k8s"];

    private static readonly HashSet<string> s_outsideTypes = ["Console", "Environment", "TimeProvider"];

    private static readonly string[] s_pureProjects = ["Scanner.Core", "Scanner.Policies"];

    // Bytes in memory are no disk, whatever their namespace.
    private const string InMemory = nameof(MemoryStream);

    [Fact]
    public void PureProjects_UseNothingFromOutside() => Complaints.None(
        from use in product.Uses
        where s_pureProjects.Any(p => use.File.Room.StartsWith(p, StringComparison.Ordinal))
        where use.Type != InMemory
        where s_outside.Any(ns => IsWithin(use.Namespace, ns)) || (use.Namespace == "System" && s_outsideTypes.Contains(use.Type ?? ""))
        select use.ToString());

    /// <summary>Models of KubernetesClient are read and written at the edge; its client is banned altogether (BannedSymbols.txt).</summary>
    [Fact]
    public void KubernetesClient_IsUsedOnlyWhereObjectsAreReadOrWritten() => Complaints.None(
        from use in product.Uses
        where IsWithin(use.Namespace, "k8s")
        where !use.File.Room.StartsWith("Scanner.ApiServer", StringComparison.Ordinal)
            && !(use.Namespace == "k8s.Models" && use.File.Room.StartsWith("Scanner/Decoding", StringComparison.Ordinal))
        select use.ToString());

    private static bool IsWithin(string ns, string outer) => ns == outer || ns.StartsWith(outer + ".", StringComparison.Ordinal);
}
