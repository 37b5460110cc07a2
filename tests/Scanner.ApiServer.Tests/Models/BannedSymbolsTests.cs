using Scanner.Fixtures;

namespace Scanner.ApiServer.Tests.Models;

/// <summary>KubernetesClient gives classes and nothing else: whatever it has beside them is banned, also what a later version brings.</summary>
public sealed class BannedSymbolsTests
{
    // Interfaces that the models have, and helpers that work on a model in memory.
    private static readonly string[] s_harmless =
        ["k8s.IKubernetesObject", "k8s.IKubernetesObject`1", "k8s.KubernetesObject", "k8s.Extensions", "k8s.GeneratedApiVersion"];

    private static readonly string[] s_banned = [.. File.ReadAllLines(Fixture.PathOf("..", "..", "BannedSymbols.txt")).Select(l => l.Split(';')[0])];

    [Fact]
    public void KubernetesClient_AllButItsModels_IsBanned()
    {
        var open = typeof(k8s.Models.V1Pod).Assembly.GetExportedTypes()
            .Where(t => t.Namespace != "k8s.Models" && !t.IsNested && !s_harmless.Contains(t.FullName) && !IsOperations(t.Name))
            .Where(t => !s_banned.Contains($"T:{t.FullName}") && !s_banned.Contains($"N:{t.Namespace}"));
        Assert.Empty(open.Select(t => t.FullName));
    }

    /// <summary>Their only implementation, and the only place to get one, is a type that is banned by name.</summary>
    [Fact]
    public void KubernetesClient_Operations_AreImplementedByABannedTypeOnly()
    {
        var implementations = typeof(k8s.Models.V1Pod).Assembly.GetTypes()
            .Where(t => t.IsClass && t.GetInterfaces().Any(i => IsOperations(i.Name)))
            .Select(t => t.FullName).ToList();
        Assert.NotEmpty(implementations);
        Assert.All(implementations, t => Assert.Contains($"T:{t}", s_banned));
    }

    /// <summary>Of the other flavour of the package, in case it takes the place of this one.</summary>
    [Theory]
    [InlineData("T:k8s.GenericClient")]
    [InlineData("N:k8s.LeaderElection")]
    [InlineData("T:k8s.Watcher`1")]
    [InlineData("T:k8s.KubernetesYaml")]
    public void OtherFlavour_RoadsAroundTheGuard_AreBanned(string symbol) => Assert.Contains(symbol, s_banned);

    [Fact]
    public void EveryBan_SaysWhy() =>
        Assert.All(File.ReadAllLines(Fixture.PathOf("..", "..", "BannedSymbols.txt")), l => Assert.Matches("^[TNMP]:[^;]+;.{20,}$", l));

    private static bool IsOperations(string name) =>
        (name.StartsWith('I') && name.EndsWith("Operations", StringComparison.Ordinal)) || name.EndsWith("OperationsExtensions", StringComparison.Ordinal);
}
